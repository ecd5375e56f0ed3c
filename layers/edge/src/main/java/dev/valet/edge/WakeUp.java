package dev.valet.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the schedule sends, every minute, to a function that answers requests as well. It starts with a member that no event of
 * API Gateway's starts with, and decides nothing.
 */
public final class WakeUp {
    private final byte[] event;

    /** @param function as the template's rule has it: {@code {"wakeUp":"revoke"}} */
    public WakeUp(String function) {
        this.event = ("{\"wakeUp\":\"" + function + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** @return the whole of what came, when it is no wake-up; empty when it is */
    public Optional<InputStream> otherwise(InputStream in) throws IOException {
        var start = in.readNBytes(event.length + 1);
        return Arrays.equals(start, event)
                ? Optional.empty()
                : Optional.of(new SequenceInputStream(new ByteArrayInputStream(start), in));
    }
}
