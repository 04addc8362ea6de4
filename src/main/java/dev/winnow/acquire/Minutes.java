package dev.winnow.acquire;

/** A budget in minutes of a person's time. */
public record Minutes(double count) implements Budget {
    public Minutes {
        if (!(count > 0 && count < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A budget is more than 0 minutes, not " + count + ".");
        }
    }

    public static Minutes of(double count) {
        return new Minutes(count);
    }

    @Override
    public int images(Cost one) {
        return (int) Math.floor(count / one.minutes());
    }

    @Override
    public String toString() {
        return count + " minutes";
    }
}
