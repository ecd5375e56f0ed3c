package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums a client may send along, as a header or as a trailer. One that is not computed here is refused. */
final class Checksums {
    private static final String PREFIX = "x-amz-checksum-";

    private Checksums() {}

    static void requireAll(Map<String, List<String>> headers, Blob body) {
        headers.forEach((name, values) -> {
            if (name.startsWith(PREFIX) && !name.equals("x-amz-checksum-mode")) {
                byte[] computed = compute(name.substring(PREFIX.length()), body);
                String expected = Base64.getEncoder().encodeToString(computed);
                Refusing.unless(
                        values.equals(List.of(expected)),
                        Refusal.WRONG_BODY,
                        "The body does not match its " + name + ".");
            }
        });
    }

    private static byte[] compute(String algorithm, Blob body) {
        return switch (algorithm) {
            case "crc32" -> crc(new CRC32(), body);
            case "crc32c" -> crc(new CRC32C(), body);
            case "crc64nvme" -> crc64nvme(body);
            case "sha1" -> body.digest("SHA-1");
            case "sha256" -> body.digest("SHA-256");
            default -> throw new Refusing(Refusal.NOT_IMPLEMENTED, "the local endpoint does not verify " + algorithm);
        };
    }

    private static byte[] crc(Checksum checksum, Blob body) {
        checksum.update(body.bytes());
        byte[] all = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
        return Arrays.copyOfRange(all, 4, 8);
    }

    /** CRC-64/NVME, bit by bit: reflected polynomial, all ones in and out. */
    private static byte[] crc64nvme(Blob body) {
        long crc = -1L;
        for (byte b : body.bytes()) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x9a6c9329ac4bc9b5L;
            }
        }
        return ByteBuffer.allocate(8).putLong(~crc).array();
    }
}
