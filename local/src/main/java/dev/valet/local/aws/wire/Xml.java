package dev.valet.local.aws.wire;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Markup that is already escaped. */
public record Xml(String markup) {
    private static final Xml NOTHING = new Xml("");

    /** An element with text; nothing at all when there is no text. */
    public static Xml leaf(String name, @Nullable String text) {
        return text == null ? NOTHING : new Xml("<" + name + ">" + escape(text) + "</" + name + ">");
    }

    public static Xml node(String name, Xml... children) {
        return node(name, Arrays.asList(children));
    }

    public static Xml node(String name, List<Xml> children) {
        String inner = children.stream().map(Xml::markup).collect(Collectors.joining());
        return new Xml("<" + name + ">" + inner + "</" + name + ">");
    }

    public static Xml root(String name, String namespace, Xml... children) {
        String inner = Arrays.stream(children).map(Xml::markup).collect(Collectors.joining());
        return new Xml("<" + name + " xmlns=\"" + namespace + "\">" + inner + "</" + name + ">");
    }

    private static String escape(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (c < 0x20) {
                        out.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        return out.toString();
    }
}
