package dev.valet.local.door;

import java.util.List;
import java.util.Map;

/** What goes back to the client. */
record Reply(int status, Map<String, List<String>> headers, Arrived.Body body) {}
