package dev.valet.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a process lets out besides its answers, from here until it is closed: what it prints, what it logs, and the message
 * of every exception that anybody in it makes, caught or not.
 */
final class Outlets implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter logged = new StringWriter();
    private final Handler log = new Log();
    private final Recording throwing = new Recording();
    private final Path file;

    /** @param folder for what is recorded until it is read */
    Outlets(Path folder) {
        file = folder.resolve("exceptions.jfr");
        var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
        Logger.getLogger("").addHandler(log);
        throwing.enable("jdk.JavaExceptionThrow").withoutStackTrace();
        throwing.enable("jdk.JavaErrorThrow").withoutStackTrace();
        throwing.start();
    }

    private final class Log extends Handler {
        private Log() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord entry) {
            synchronized (logged) {
                logged.write(getFormatter().format(entry));
                if (entry.getThrown() != null) {
                    entry.getThrown().printStackTrace(new PrintWriter(logged)); // with its causes
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** All of these as bytes in Latin-1. */
    String printed() {
        return printed.toString(StandardCharsets.ISO_8859_1);
    }

    String logged() {
        synchronized (logged) {
            return Canary.latin1(logged.toString());
        }
    }

    String exceptions() throws IOException {
        throwing.dump(file);
        var messages = new StringBuilder();
        for (var event : RecordingFile.readAllEvents(file)) {
            if (event.hasField("message")) {
                messages.append(event.getClass("thrownClass").getName())
                        .append(": ")
                        .append(event.getString("message"))
                        .append('\n');
            }
        }
        Files.delete(file);
        return Canary.latin1(messages.toString());
    }

    @Override
    public void close() {
        throwing.close();
        Logger.getLogger("").removeHandler(log);
        System.setOut(out);
        System.setErr(err);
    }
}
