package dev.winnow.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that a regular expression reads through stop checks. java.util.regex can search for hours between two characters and checks
 * nothing, so woven code calls these instead of the JDK's methods of the same names; they give the same.
 */
public final class StoppableText implements CharSequence {
    private final CharSequence text;

    private StoppableText(CharSequence text) {
        this.text = text;
    }

    /** {@link Pattern#matcher}. */
    public static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(text instanceof StoppableText ? text : new StoppableText(text));
    }

    /** {@link Pattern#matches(String, CharSequence)}. */
    public static boolean matches(String regex, CharSequence text) {
        return matcher(Pattern.compile(regex), text).matches();
    }

    /** {@link String#matches}. */
    public static boolean matches(String text, String regex) {
        return matcher(Pattern.compile(regex), text).matches();
    }

    /** {@link String#replaceAll}. */
    public static String replaceAll(String text, String regex, String replacement) {
        return matcher(Pattern.compile(regex), text).replaceAll(replacement);
    }

    /** {@link String#replaceFirst}. */
    public static String replaceFirst(String text, String regex, String replacement) {
        return matcher(Pattern.compile(regex), text).replaceFirst(replacement);
    }

    /** {@link String#split(String)}. */
    public static String[] split(String text, String regex) {
        return split(text, regex, 0);
    }

    /** {@link String#split(String, int)}. */
    public static String[] split(String text, String regex, int limit) {
        return Pattern.compile(regex).split(new StoppableText(text), limit);
    }

    /** {@link Pattern#split(CharSequence)}. */
    public static String[] split(Pattern pattern, CharSequence text) {
        return pattern.split(new StoppableText(text));
    }

    @Override
    public char charAt(int index) {
        Stop.checkQuietly();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.subSequence(from, to);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
