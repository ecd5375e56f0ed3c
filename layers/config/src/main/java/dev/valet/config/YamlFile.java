package dev.valet.config;

import dev.valet.Json;
import dev.valet.Pointer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The JSON values in one YAML file. It reads the parser's events and not its node graph: nesting is bounded before
 * anything is built, an alias is seen as what it is, and nothing is ever expanded (INV-25).
 */
final class YamlFile {
    static final String NOT_YAML = "is YAML 1.2";
    static final String NOT_PRINTABLE = "is made of printable characters";
    static final String NO_ALIAS = "has no anchors and no aliases";
    static final String NO_TAG = "has no tags";
    static final String NO_DIRECTIVE = "has no directives";
    static final String TEXT_KEY = "has texts as its member names; others are written in quotes";
    static final String TWICE = "names no member twice";
    static final String TOO_DEEP = "is nested 32 levels deep at most";

    static final String LONG_NAME = "has member names of 256 characters at most";

    // What strict JSON reads (INV-25), because a document is stored as JSON.
    private static final int MOST_LEVELS = 32;
    private static final int LONGEST_NAME = 256;

    /** One document of the file. */
    record Value(Json json, Places places) {}

    /** @param values all that could be read, also when there are faults */
    record Contents(List<Value> values, List<Fault> faults) {}

    private final SourceFile file;
    private final Iterator<Event> events;
    private final List<Value> values = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private Places places = new Places();

    private YamlFile(SourceFile file) {
        this.file = file;
        // All of it in one chunk: snakeyaml-engine 3.0.1 breaks where a chunk ends in half a surrogate pair.
        var settings = LoadSettings.builder()
                .setUseMarks(true)
                .setBufferSize(file.text().length() + 2)
                .build();
        this.events = new Parse(settings).parseString(file.text()).iterator();
    }

    static Contents read(SourceFile file) {
        var reader = new YamlFile(file);
        try {
            reader.documents();
        } catch (TooDeep _) {
            // Noted where it was seen; what follows in this file cannot be placed.
        } catch (MarkedYamlEngineException broken) {
            reader.fault(broken.getProblemMark(), "", NOT_YAML);
        } catch (ReaderException unprintable) {
            reader.fault(unprintable.getPosition(), NOT_PRINTABLE);
        } catch (YamlEngineException broken) {
            reader.fault(Optional.empty(), "", NOT_YAML);
        }
        return new Contents(List.copyOf(reader.values), List.copyOf(reader.faults));
    }

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooDeep() {
            super(TOO_DEEP, null, false, false);
        }
    }

    private void documents() {
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent start) {
                document(start);
            }
        }
    }

    private void document(DocumentStartEvent start) {
        places = new Places();
        if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
            fault(start.getStartMark(), "", NO_DIRECTIVE);
        }
        var root = events.next();
        boolean empty = root instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
        var json = value(root, "", root.getStartMark(), 1);
        if (!empty) {
            values.add(new Value(json, places));
        }
    }

    private Json value(Event event, String pointer, Optional<Mark> key, int level) {
        checkNode(event, pointer);
        return switch (event) {
            case ScalarEvent scalar -> {
                places.note(pointer, spot(scalar.getStartMark(), scalar.isLiteral()));
                yield scalar(scalar, pointer);
            }
            case CollectionStartEvent start -> {
                // A block starts on the line after its name, and people look at the name.
                places.note(pointer, spot(key, false));
                checkDepth(start, pointer, level);
                yield start instanceof MappingStartEvent ? object(pointer, level) : array(pointer, level);
            }
            default -> Json.Null.NULL; // an alias, already noted
        };
    }

    private void checkNode(Event event, String pointer) {
        if (event instanceof AliasEvent
                || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            fault(event.getStartMark(), pointer, NO_ALIAS);
        }
        boolean tagged = switch (event) {
            case ScalarEvent scalar -> scalar.getTag().isPresent();
            case CollectionStartEvent start -> start.getTag().isPresent();
            default -> false;
        };
        if (tagged) {
            fault(event.getStartMark(), pointer, NO_TAG);
        }
    }

    private void checkDepth(Event event, String pointer, int level) {
        if (level > MOST_LEVELS) {
            fault(event.getStartMark(), pointer, TOO_DEEP);
            throw new TooDeep();
        }
    }

    private Json array(String pointer, int level) {
        var items = new ArrayList<Json>();
        for (var event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(value(event, Pointer.item(pointer, items.size()), event.getStartMark(), level + 1));
        }
        return new Json.Arr(items);
    }

    private Json object(String pointer, int level) {
        var members = new LinkedHashMap<String, Json>();
        for (var key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
            member(key, pointer, level, members);
        }
        return new Json.Obj(members);
    }

    private void member(Event key, String pointer, int level, Map<String, Json> members) {
        var name = name(key, pointer, level);
        if (name.isEmpty()) {
            fault(key.getStartMark(), pointer, TEXT_KEY);
            value(events.next(), pointer, key.getStartMark(), level + 1);
            return;
        }
        if (name.get().length() > LONGEST_NAME) {
            fault(key.getStartMark(), pointer, LONG_NAME);
        }
        var place = Pointer.member(pointer, name.get());
        if (members.containsKey(name.get())) {
            fault(key.getStartMark(), place, TWICE);
        }
        members.put(name.get(), value(events.next(), place, key.getStartMark(), level + 1));
    }

    private Optional<String> name(Event key, String pointer, int level) {
        if (!(key instanceof ScalarEvent scalar)) {
            value(key, pointer, key.getStartMark(), level + 1); // read over it
            return Optional.empty();
        }
        checkNode(scalar, pointer);
        if (!scalar.isPlain()) {
            return Optional.of(whole(scalar, pointer));
        }
        return PlainScalar.read(scalar.getValue())
                .flatMap(json -> json instanceof Json.Str(String text) ? Optional.of(text) : Optional.empty());
    }

    private Json scalar(ScalarEvent scalar, String pointer) {
        if (!scalar.isPlain()) {
            return Json.of(whole(scalar, pointer));
        }
        return PlainScalar.read(scalar.getValue()).orElseGet(() -> {
            fault(scalar.getStartMark(), pointer, PlainScalar.DISPUTED);
            return Json.of(scalar.getValue());
        });
    }

    /** An escaped half of a surrogate pair is no character: two systems would read two different texts. */
    private String whole(ScalarEvent scalar, String pointer) {
        var text = scalar.getValue();
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            fault(scalar.getStartMark(), pointer, NOT_PRINTABLE);
        }
        return text;
    }

    private void fault(Optional<Mark> mark, String pointer, String rule) {
        var spot = spot(mark, false);
        faults.add(new Fault(file.name(), spot.line(), spot.column(), pointer, rule));
    }

    private void fault(int position, String rule) {
        var before = file.text().substring(0, file.text().offsetByCodePoints(0, Math.min(position, codePoints())));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        faults.add(new Fault(file.name(), line, before.length() - before.lastIndexOf('\n'), "", rule));
    }

    private int codePoints() {
        return file.text().codePointCount(0, file.text().length());
    }

    private static Places.Spot spot(Optional<Mark> mark, boolean literal) {
        return mark.map(at -> new Places.Spot(at.getLine() + 1, at.getColumn() + 1, literal))
                .orElse(new Places.Spot(1, 1, literal));
    }
}
