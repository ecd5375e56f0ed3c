package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.registry.Control;
import java.util.Optional;

/**
 * The control row.
 *
 * @param guardrailWrites how often any guardrail was ever written
 */
record ControlRow(Control control, long guardrailWrites) {
    private static final ControlRow INITIAL = new ControlRow(Control.INITIAL, 0);

    /** @throws Unavailable when the row is not as Valet writes it: no reason to go on as if there were none */
    static ControlRow read(Optional<Row> row) {
        try {
            return row.map(ControlRow::read).orElse(INITIAL);
        } catch (Malformed unreadable) {
            throw new Unavailable("control-unreadable");
        }
    }

    private static ControlRow read(Row row) {
        long writes = row.has("guardrailWrites") ? row.number("guardrailWrites") : 0;
        return new ControlRow(new Control(row.number("killEpoch"), row.number("revision"), row.flag("open")), writes);
    }
}
