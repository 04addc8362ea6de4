package dev.winnow.zoo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What is in one painted picture, before a pixel is drawn: the kind of place, and the actors in metres before the camera.
 *
 * <p>Frames of one sequence share their actors, a little nearer in each: near-duplicates, as in a drive.
 */
record Scene(int number, String sequence, int frame, Kind kind, long look, List<Actor> actors) {
    static final int WIDTH = 640;
    static final int HEIGHT = 192;
    /** Focal length in pixels, horizon and camera height in metres: KITTI's, halved. */
    static final double FOCAL = 370;

    static final double HORIZON = 88;
    static final double CAMERA = 1.65;
    /** Metres between the cameras of the left and the right slice. */
    static final double BASELINE = 0.54;

    enum Kind {
        CITY,
        RESIDENTIAL,
        HIGHWAY,
        NIGHT_RAIN;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static final List<String> CLASSES =
            List.of("Car", "Pedestrian", "Van", "Cyclist", "Truck", "Misc", "Tram", "Person_sitting");

    /** Shares of the classes by kind; over all kinds near KITTI's, with the rare ones somewhat less rare. */
    private static final double[][] SHARES = {
        {52, 20, 8, 8, 4, 2.5, 4, 1.5},
        {66, 10, 9, 7, 3, 3, 0.5, 1.5},
        {74, 0.5, 9, 0.5, 13, 3, 0, 0},
        {66, 11, 8, 5, 6, 2, 2, 0}
    };

    /** Width across, length along and height in metres, by class. */
    private static final double[][] SIZES = {
        {1.75, 4.1, 1.5},
        {0.62, 0.62, 1.75},
        {1.95, 4.9, 2.15},
        {0.65, 1.75, 1.75},
        {2.5, 8.5, 3.3},
        {1.6, 2.6, 1.5},
        {2.6, 14, 3.6},
        {0.75, 0.8, 1.25}
    };

    /**
     * @param x metres to the right of the camera
     * @param z metres before it
     * @param turned how much of the side is seen: 0 from behind, 1 from the side
     * @param look seed of its colours
     */
    record Actor(String label, double x, double z, double width, double height, double turned, long look) {
        double left() {
            return WIDTH / 2.0 + FOCAL * (x - width / 2) / z;
        }

        double right() {
            return WIDTH / 2.0 + FOCAL * (x + width / 2) / z;
        }

        double bottom() {
            return HORIZON + FOCAL * CAMERA / z;
        }

        double top() {
            return bottom() - FOCAL * height / z;
        }

        Actor moved(double dx, double dz) {
            return new Actor(label, x + dx, z + dz, width, height, turned, look);
        }
    }

    /** Scene {@code number} of the endless series under {@code seed}; earlier ones do not depend on how many are asked for. */
    static List<Scene> series(int count, RoadScenesOptions options) {
        List<Scene> scenes = new ArrayList<>();
        for (int sequence = 0; scenes.size() < count; sequence++) {
            SplitMix64 draws = SplitMix64.of(options.seed(), sequence, 1);
            Kind kind = Kind.values()[draws.weighted(40, 30, 17, 13)];
            int frames = draws.chance(options.redundancy()) ? 3 + draws.below(3) : 1;
            List<Actor> actors = actors(kind, draws, options);
            double speed = draws.between(0.4, 2.2);
            long look = draws.next();
            for (int frame = 0; frame < frames && scenes.size() < count; frame++) {
                List<Actor> moved = new ArrayList<>();
                for (int i = 0; i < actors.size(); i++) {
                    SplitMix64 own = SplitMix64.of(options.seed(), sequence * 1000L + i, 7 + frame);
                    Actor actor = actors.get(i);
                    double closer = -speed * frame * (actor.z() > 8 ? 1 : 0.3) + own.between(-0.15, 0.15);
                    moved.add(actor.moved(own.between(-0.12, 0.12), Math.max(closer, 4.2 - actor.z())));
                }
                moved.sort(Comparator.comparingDouble(Actor::z).reversed());
                scenes.add(new Scene(
                        scenes.size(),
                        String.format(Locale.ROOT, "%04d", sequence),
                        frame,
                        kind,
                        look,
                        List.copyOf(moved)));
            }
        }
        return scenes;
    }

    private static List<Actor> actors(Kind kind, SplitMix64 draws, RoadScenesOptions options) {
        int count = 1 + draws.below(4);
        while (draws.chance(0.78) && count < 20) {
            count++;
        }
        double[] shares = SHARES[kind.ordinal()].clone();
        for (int i = 1; i < shares.length; i++) {
            shares[i] *= options.rareness();
        }
        List<Actor> actors = new ArrayList<>();
        for (int tries = 0; actors.size() < count && tries < 200; tries++) {
            int type = draws.weighted(shares);
            String label = CLASSES.get(type);
            double[] size = SIZES[type];
            double turned = draws.chance(0.55) ? draws.between(0, 0.25) : draws.between(0.5, 1);
            boolean walker = label.equals("Pedestrian") || label.equals("Person_sitting");
            double z = 5 + 52 * draws.uniform() * StrictMath.sqrt(draws.uniform());
            if (walker || label.equals("Cyclist")) {
                z = 6 + 24 * draws.uniform() * draws.uniform() + 4 * draws.uniform();
            } else if (label.equals("Tram") || label.equals("Truck")) {
                z += 6;
            }
            double lane = lane(label, kind, draws);
            double scale = draws.between(0.92, 1.1);
            double width = (size[0] * (1 - turned) + size[1] * turned) * scale;
            Actor actor = new Actor(label, lane, z, width, size[2] * draws.between(0.93, 1.07), turned, draws.next());
            boolean seen = actor.right() > 12 && actor.left() < WIDTH - 12;
            boolean clear = actors.stream()
                    .noneMatch(other -> Math.abs(other.z() - actor.z()) < 1.2
                            && Math.abs(other.x() - actor.x()) < (other.width() + actor.width()) / 2);
            if (seen && clear) {
                actors.add(actor);
            }
        }
        return actors;
    }

    private static double lane(String label, Kind kind, SplitMix64 draws) {
        double side = draws.chance(0.5) ? 1 : -1;
        return switch (label) {
            case "Pedestrian", "Person_sitting" -> side * draws.between(4.6, 8.5);
            case "Cyclist" -> side * draws.between(2.8, 5.2);
            case "Tram" -> -draws.between(2.5, 5.5);
            default ->
                switch (draws.weighted(35, 30, kind == Kind.HIGHWAY ? 10 : 35)) {
                    case 0 -> draws.between(-0.6, 1.2);
                    case 1 -> -draws.between(2.8, 4.4);
                    default -> side * draws.between(4.4, 6.2);
                };
        };
    }
}
