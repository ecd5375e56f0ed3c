package dev.valet.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The jars of one function in a folder of their own, taken from what is deployed.
 *
 * @param folder with nothing but jars: an AOT cache takes no folders of classes
 * @param handler as {@code _HANDLER} names it
 */
record Staged(String name, Path folder, String handler) {
    /** What the layer has for Valet's own sake; a function that only uses the SDK would not bring it. */
    private static final List<String> OF_VALET = List.of(
            "cedar",
            "guava",
            "failureaccess",
            "listenablefuture",
            "j2objc",
            "error_prone",
            "jackson",
            "jne",
            "snakeyaml",
            "nimbus",
            "crac",
            "core-",
            "json-1",
            "config-",
            "http-1",
            "edge-");

    /** The runtime interface client, which Lambda itself brings. */
    private static final List<String> OF_LAMBDA = List.of("aws-lambda-java-", "utils-lite");

    /** The issue function as its zip and the layer's have it. */
    static Staged valet(Path work, Path functionZip, Path layerZip) throws IOException {
        var folder = Files.createDirectories(work.resolve("valet"));
        jarOf(functionZip, folder.resolve("issue.jar"));
        unzip(layerZip, folder, _ -> true);
        addRuntime(folder);
        return new Staged("valet", folder, "dev.valet.issue.IssueHandler::handleRequest");
    }

    static Staged bare(Path work, Path layerZip) throws IOException {
        var folder = Files.createDirectories(work.resolve("bare"));
        var handler = BareHandler.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("bare.jar")));
                var bytes = BareHandler.class.getClassLoader().getResourceAsStream(handler)) {
            if (bytes == null) {
                throw new IllegalStateException(handler + " is not there");
            }
            jar.putNextEntry(new JarEntry(handler));
            bytes.transferTo(jar);
        }
        unzip(layerZip, folder, name -> OF_VALET.stream().noneMatch(name::startsWith));
        addRuntime(folder);
        return new Staged("bare", folder, BareHandler.class.getName() + "::handleRequest");
    }

    String classPath() throws IOException {
        try (var jars = Files.list(folder)) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Bytes that a zip has unzipped, which Lambda bounds. */
    static long unzipped(Path zip) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            return file.stream()
                    .mapToLong(entry -> Math.max(0, entry.getSize()))
                    .sum();
        }
    }

    private static void unzip(Path zip, Path folder, Predicate<String> wanted) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                var name = Path.of(entry.getName()).getFileName().toString();
                if (name.endsWith(".jar") && wanted.test(name)) {
                    Files.copy(file.getInputStream(entry), folder.resolve(name));
                }
            }
        }
    }

    /** The classes at the root of a function's zip, as a jar; jars in it are copied beside. */
    private static void jarOf(Path zip, Path jar) throws IOException {
        try (var file = new ZipFile(zip.toFile());
                var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                if (entry.getName().startsWith("lib/")) {
                    Files.copy(
                            file.getInputStream(entry),
                            jar.resolveSibling(Path.of(entry.getName()).getFileName()));
                } else {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    file.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    /** From this JVM's own class path. */
    private static void addRuntime(Path folder) {
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> OF_LAMBDA.stream().anyMatch(jar.getFileName().toString()::startsWith))
                .filter(jar -> !Files.exists(folder.resolve(jar.getFileName())))
                .forEach(jar -> copy(jar, folder.resolve(jar.getFileName())));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
