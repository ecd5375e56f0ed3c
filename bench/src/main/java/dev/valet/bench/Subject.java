package dev.valet.bench;

import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.issue.IssueHandler;
import java.io.IOException;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The real issue handler, wired as in production, with the stub where AWS would be. */
record Subject(StubAws aws, Issuing issuing, LoopbackAws wire) implements AutoCloseable {
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIABENCHBENCHBENCH0", "bench"));

    /** Over production's own HTTP client and a socket. */
    static Subject overLoopback(World world, Clock clock) throws IOException {
        var aws = new StubAws(world);
        var wire = LoopbackAws.of(aws);
        var settings = Settings.from(Environments.of(wire.endpoint()));
        var handler = new IssueHandler(Wiring.of(settings, clock, NOBODY));
        return new Subject(aws, new Issuing(handler, aws), wire);
    }

    @Override
    public void close() {
        wire.close();
    }
}
