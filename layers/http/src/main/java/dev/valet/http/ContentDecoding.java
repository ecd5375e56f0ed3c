package dev.valet.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * Valet asks for no encoding. An upstream that encodes all the same is decoded, once and up to the cap, so that what it sent can
 * be looked through.
 */
final class ContentDecoding {
    private interface Decoder {
        InputStream over(InputStream encoded) throws IOException;
    }

    private ContentDecoding() {}

    /** @throws Unsound for an encoding that is not known, several of them, or more than the cap behind one */
    static byte[] decode(RawAnswer answer) throws Unsound {
        var encodings = answer.encodings();
        if (encodings.isEmpty() || answer.body().length == 0) {
            return answer.body();
        }
        return switch (encodings.size() == 1 ? encodings.getFirst().toLowerCase(Locale.ROOT) : "") {
            case "identity" -> answer.body();
            case "gzip", "x-gzip" -> decode(answer.body(), GZIPInputStream::new);
            case "deflate" -> inflate(answer.body());
            case "br" -> decode(answer.body(), BrotliInputStream::new);
            default -> throw new Unsound(HttpFault.UNKNOWN_ENCODING);
        };
    }

    /** RFC 9110 means zlib's format, and some send what is inside of it: then the first byte is no header of zlib's. */
    private static byte[] inflate(byte[] encoded) throws Unsound {
        boolean zlib = (encoded[0] & 15) == 8
                && encoded.length > 1
                && ((encoded[0] & 0xff) << 8 | encoded[1] & 0xff) % 31 == 0;
        return decode(encoded, in -> new InflaterInputStream(in, new Inflater(!zlib)));
    }

    private static byte[] decode(byte[] encoded, Decoder decoder) throws Unsound {
        try (var decoded = decoder.over(new ByteArrayInputStream(encoded))) {
            var body = decoded.readNBytes(ResponseReader.MOST_BODY + 1);
            if (body.length > ResponseReader.MOST_BODY) {
                throw new Unsound(HttpFault.TOO_LARGE);
            }
            return body;
        } catch (Unsound tooLarge) {
            throw tooLarge;
        } catch (IOException undecodable) {
            throw new Unsound(HttpFault.UNSOUND_ANSWER);
        }
    }
}
