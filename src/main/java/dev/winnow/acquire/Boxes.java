package dev.winnow.acquire;

/** A budget in boxes to be drawn. */
public record Boxes(int count) implements Budget {
    public Boxes {
        if (count < 1) {
            throw new IllegalArgumentException("A budget is 1 box or more, not " + count + ".");
        }
    }

    public static Boxes of(int count) {
        return new Boxes(count);
    }

    @Override
    public int images(Cost one) {
        return (int) Math.floor(count / one.boxes());
    }

    @Override
    public String toString() {
        return count + " boxes";
    }
}
