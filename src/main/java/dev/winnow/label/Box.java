package dev.winnow.label;

/** A box relative to its image: left edge, top edge, width and height, each a share of the image's side in [0, 1]. */
public record Box(double x, double y, double w, double h) {
    /** Slack for boxes that stick out by rounding alone. */
    private static final double ROUNDING = 1e-6;

    public double area() {
        return w * h;
    }

    /** Shared area of two boxes. */
    public double intersection(Box other) {
        double iw = Math.min(x + w, other.x + other.w) - Math.max(x, other.x);
        double ih = Math.min(y + h, other.y + other.h) - Math.max(y, other.y);
        return iw <= 0 || ih <= 0 ? 0 : iw * ih;
    }

    /** Intersection over union in [0, 1]; 0 for boxes without area. */
    public double iou(Box other) {
        double shared = intersection(other);
        double union = area() + other.area() - shared;
        return union <= 0 ? 0 : Math.min(1, shared / union);
    }

    /** What is wrong with the box, or an empty string: not finite, without area, or reaching out of the image. */
    public String problem() {
        if (!(Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(w) && Double.isFinite(h))) {
            return "not a number";
        }
        if (w <= 0 || h <= 0) {
            return "width and height must be above 0";
        }
        if (x < -ROUNDING || y < -ROUNDING || x + w > 1 + ROUNDING || y + h > 1 + ROUNDING) {
            return "reaches out of the image";
        }
        return "";
    }

    /** The part inside the image. */
    public Box clipped() {
        double left = Math.min(1, Math.max(0, x));
        double top = Math.min(1, Math.max(0, y));
        double right = Math.min(1, Math.max(0, x + w));
        double bottom = Math.min(1, Math.max(0, y + h));
        return new Box(left, top, right - left, bottom - top);
    }
}
