package dev.winnow.label;

/** A place in an image, each coordinate a share of the image's side from the top left, or a longitude and latitude in degrees. */
public record Point(double x, double y) {}
