package dev.winnow.show;

import dev.winnow.evaluate.ConfusionMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A confusion matrix as a picture: darker for more, the count in every cell. */
final class MatrixPicture {
    private static final int CELL = 52;
    private static final int LEFT = 120;
    private static final int TOP = 110;

    private MatrixPicture() {}

    static BufferedImage of(ConfusionMatrix matrix) {
        int n = matrix.classes().size();
        BufferedImage picture =
                new BufferedImage(LEFT + n * CELL + 20, TOP + n * CELL + 30, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        int most = 1;
        for (int[] row : matrix.counts()) {
            for (int count : row) {
                most = Math.max(most, count);
            }
        }
        for (int row = 0; row < n; row++) {
            g.setColor(Color.DARK_GRAY);
            String name = matrix.classes().get(row);
            g.drawString(name, LEFT - 8 - g.getFontMetrics().stringWidth(name), TOP + row * CELL + CELL / 2 + 5);
            Graphics2D turned = (Graphics2D) g.create();
            turned.translate(LEFT + row * CELL + CELL / 2 + 5, TOP - 8);
            turned.rotate(-Math.PI / 3);
            turned.drawString(name, 0, 0);
            turned.dispose();
            for (int column = 0; column < n; column++) {
                int count = matrix.counts()[row][column];
                double share = Math.sqrt((double) count / most);
                Color full = row == column ? Palette.of("tp") : Palette.of("fp");
                g.setColor(mix(full, share));
                g.fillRect(LEFT + column * CELL, TOP + row * CELL, CELL - 1, CELL - 1);
                g.setColor(share > 0.6 ? Color.WHITE : Color.DARK_GRAY);
                String text = String.valueOf(count);
                g.drawString(
                        text,
                        LEFT + column * CELL + (CELL - g.getFontMetrics().stringWidth(text)) / 2,
                        TOP + row * CELL + CELL / 2 + 5);
            }
        }
        g.setColor(Color.GRAY);
        g.drawString("rows: truth, columns: predictions", LEFT, TOP + n * CELL + 20);
        g.dispose();
        return picture;
    }

    private static Color mix(Color full, double share) {
        return new Color(
                (int) (245 + (full.getRed() - 245) * share), (int) (245 + (full.getGreen() - 245) * share), (int)
                        (245 + (full.getBlue() - 245) * share));
    }
}
