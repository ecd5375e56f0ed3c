package dev.valet.bench;

import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.issue.IssueHandler;
import java.io.IOException;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The real issue handler, wired as in production down to its HTTP client, with the stub where AWS would be. */
record Subject(StubAws aws, Issuing issuing, LoopbackAws wire) implements AutoCloseable {
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIABENCHBENCHBENCH0", "bench"));

    static Subject of(StubAws aws, Clock clock) throws IOException {
        var wire = LoopbackAws.of(aws);
        var settings = Settings.from(Environments.of(wire.endpoint()));
        var handler = new IssueHandler(Wiring.of(settings, clock, NOBODY));
        return new Subject(aws, new Issuing(handler, aws), wire);
    }

    /** Bytes allocated so far by everything but the stub. */
    long allocated() {
        return Allocation.ofAll() - wire.allocated();
    }

    @Override
    public void close() {
        wire.close();
    }
}
