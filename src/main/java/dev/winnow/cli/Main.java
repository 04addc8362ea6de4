package dev.winnow.cli;

/** The command line: {@code winnow run | repl | kernel | install | lab | doctor | uninstall | bench | models}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("winnow");
    }
}
