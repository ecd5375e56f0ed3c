package dev.valet.local.aws.signature;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.local.aws.wire.Blob;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumsTest {
    /** The check values of the catalogues: each algorithm over the text 123456789. */
    @ParameterizedTest
    @CsvSource({"crc32, cbf43926", "crc32c, e3069283", "crc64nvme, ae8b14860a799888"})
    void aChecksumIsComputedAsItsCatalogueSays(String algorithm, String hex) {
        String right = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        String wrong = right.replaceFirst("^.", right.startsWith("A") ? "B" : "A");
        String header = "x-amz-checksum-" + algorithm;
        assertThatCode(() -> Checksums.requireAll(Map.of(header, List.of(right)), Blob.of("123456789")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Checksums.requireAll(Map.of(header, List.of(wrong)), Blob.of("123456789")))
                .isInstanceOf(Refusing.class);
    }

    @Test
    void anUnknownOneIsRefusedByName() {
        assertThatThrownBy(() -> Checksums.requireAll(Map.of("x-amz-checksum-xxhash3", List.of("x")), Blob.EMPTY))
                .hasMessage("the local endpoint does not verify xxhash3");
    }
}
