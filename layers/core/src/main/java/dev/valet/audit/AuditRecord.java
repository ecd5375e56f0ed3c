package dev.valet.audit;

import dev.valet.Hash;
import dev.valet.Json;

/**
 * An entry in its writer's chain.
 *
 * @param writer 128 random bits in hex: one Lambda execution environment (INV-22)
 * @param seq from 0, without gaps
 * @param previous the hash of the record before it; 64 zeros for the first
 */
public record AuditRecord(String writer, long seq, String previous, AuditEntry entry) {
    static final String START = "0".repeat(64);

    /** SHA-256 over 0x00 and the canonical JSON: the leaf hash of RFC 6962, section 2.1, so a Merkle tree takes it as it is. */
    public String hash() {
        return Hash.sha256((byte) 0, canonical());
    }

    /** The text that is hashed. */
    public String canonical() {
        return Json.object()
                .with("writer", writer)
                .with("seq", seq)
                .with("previous", previous)
                .with("entry", entry.json())
                .build()
                .canonical();
    }
}
