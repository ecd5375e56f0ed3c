package dev.valet.local.aws;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * An ESTIMATE of the packed size of session policies and tags. How AWS packs is not published: here it is what DEFLATE
 * makes of them, against 1,024 bytes. It grows as AWS's does and overflows, but its figures are not AWS's.
 */
final class PackedSize {
    private static final int ROOM = 1_024;

    private PackedSize() {}

    /** Returns 0 when there is nothing to pack, which AWS leaves out of its reply. */
    static int percent(AssumeRoleRequest asked) {
        var text = new StringBuilder(asked.policyText().orElse(""));
        asked.policyArns().forEach(text::append);
        asked.tags()
                .forEach((key, value) ->
                        text.append(key).append('\0').append(value).append('\0'));
        if (text.isEmpty()) {
            return 0;
        }
        int percent = Math.ceilDiv(packed(text.toString()) * 100, ROOM);
        if (percent > 100) {
            throw new AwsError(
                    400,
                    "PackedPolicyTooLarge",
                    "Packed size of session policies and tags consumes " + percent + "% of the allotted space.");
        }
        return percent;
    }

    private static int packed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            return deflater.deflate(new byte[bytes.length + 1_024]);
        }
    }
}
