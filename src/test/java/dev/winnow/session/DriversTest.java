package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers of databases in jars that cells add, which {@code DriverManager} by itself looks for only once. */
class DriversTest {
    @TempDir
    Path folder;

    /** A jar whose driver answers to {@code jdbc:<name>:}, by a failure that says so. */
    private String jar(String name) throws IOException {
        Path source = folder.resolve(name).resolve("Driver.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                """
                package %1$s;
                public class Driver implements java.sql.Driver {
                    static {
                        try {
                            java.sql.DriverManager.registerDriver(new Driver());
                        } catch (java.sql.SQLException impossible) {
                            throw new IllegalStateException(impossible);
                        }
                    }
                    public java.sql.Connection connect(String url, java.util.Properties info) throws java.sql.SQLException {
                        if (!acceptsURL(url)) return null;
                        throw new java.sql.SQLException("%1$s answers");
                    }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:%1$s:"); }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
                        return new java.sql.DriverPropertyInfo[0];
                    }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """
                        .formatted(name));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(
                        null, null, null, "-d", folder.resolve(name + "-out").toString(), source.toString()))
                .isZero();
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
            zip.write(("# one\n" + name + ".Driver # and only\n").getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new JarEntry(name + "/Driver.class"));
            zip.write(Files.readAllBytes(folder.resolve(name + "-out/" + name + "/Driver.class")));
        }
        return jar.toString();
    }

    @Test
    void each_jar_brings_its_driver_also_after_one_was_asked_for() throws IOException {
        try (JavaSession session = JavaSession.builder().build()) {
            for (String name : List.of("first", "second")) {
                session.addToClassPath(jar(name));
                CellResult result =
                        session.run("java.sql.DriverManager.getConnection(\"jdbc:" + name + ":x\")", Output.NONE);
                assertThat(result.error())
                        .hasValueSatisfying(error -> assertThat(error.message()).isEqualTo(name + " answers"));
            }
        }
    }
}
