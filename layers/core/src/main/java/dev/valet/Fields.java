package dev.valet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object strictly and finds every problem in it, not only the first: a member nobody asked for, a missing
 * one, a wrong type, a value its own type refuses. Ask for each member, then {@link #build}.
 */
public final class Fields {
    private final Map<String, Json> members;
    private final String place;
    private final List<Malformed.Problem> problems;
    private final Set<String> asked = new HashSet<>();

    private Fields(Json json, String place, List<Malformed.Problem> problems) {
        this.place = place;
        this.problems = problems;
        if (json instanceof Json.Obj(var found)) {
            this.members = found;
        } else {
            this.members = Map.of();
            problems.add(new Malformed.Problem(place, "is a JSON object"));
        }
    }

    /** @throws Malformed with every problem found, when there is one */
    public static <T> T read(Json json, Function<Fields, @Nullable T> reader) {
        var problems = new ArrayList<Malformed.Problem>();
        var value = reader.apply(new Fields(json, "", problems));
        if (!problems.isEmpty() || value == null) {
            throw new Malformed(problems);
        }
        return value;
    }

    /** A value that is there unless a problem was noted; {@link #get} is for {@link #build} alone. */
    public static final class Slot<T> implements Supplier<T> {
        private final @Nullable T value;

        private Slot(@Nullable T value) {
            this.value = value;
        }

        @Override
        public T get() {
            if (value == null) {
                throw new IllegalStateException("a slot is read inside build only");
            }
            return value;
        }
    }

    public Slot<String> text(String name) {
        return parsed(name, Function.identity());
    }

    /** A string that {@code parser} takes, or says why not by {@link Malformed}. */
    public <T> Slot<T> parsed(String name, Function<String, T> parser) {
        return required(name, json -> {
            Malformed.unless(json instanceof Json.Str, "is a string");
            return parser.apply(((Json.Str) json).text());
        });
    }

    /** Whatever {@code reader} takes, which says by {@link Malformed} what is wrong and where within; absent is {@code otherwise}. */
    public <T> Slot<T> read(String name, Json otherwise, Function<Json, T> reader) {
        var json = ask(name);
        return new Slot<>(attempt(at(name), () -> reader.apply(json == null ? otherwise : json)));
    }

    public Slot<Optional<String>> optionalText(String name) {
        return optionalParsed(name, Function.identity());
    }

    public <T> Slot<Optional<T>> optionalParsed(String name, Function<String, T> parser) {
        return has(name) ? new Slot<>(Optional.ofNullable(parsed(name, parser).value)) : new Slot<>(Optional.empty());
    }

    /** A whole number within the bounds, both included; {@code otherwise} when the member is absent. */
    public Slot<Long> whole(String name, long least, long most, long otherwise) {
        return has(name) ? whole(name, least, most) : new Slot<>(otherwise);
    }

    public Slot<Long> whole(String name, long least, long most) {
        return required(name, json -> {
            boolean fits = json instanceof Json.Int(long value) && value >= least && value <= most;
            Malformed.unless(fits, "is a whole number from " + least + " to " + most);
            return ((Json.Int) json).value();
        });
    }

    public Slot<Boolean> flag(String name, boolean otherwise) {
        return has(name)
                ? required(name, json -> {
                    Malformed.unless(json instanceof Json.Bool, "is true or false");
                    return ((Json.Bool) json).value();
                })
                : new Slot<>(otherwise);
    }

    /** An array of strings; absent means empty. */
    public <T> Slot<List<T>> texts(String name, Function<String, T> parser) {
        return each(name, (item, at) -> {
            if (item instanceof Json.Str(String text)) {
                return attempt(at, () -> parser.apply(text));
            }
            problems.add(new Malformed.Problem(at, "is a string"));
            return null;
        });
    }

    /** An array of objects, each read by {@code reader}; absent means empty. */
    public <T> Slot<List<T>> objects(String name, Function<Fields, @Nullable T> reader) {
        return each(name, (item, at) -> reader.apply(new Fields(item, at, problems)));
    }

    /** One object, read by {@code reader}. */
    public <T> Slot<T> object(String name, Function<Fields, @Nullable T> reader) {
        var json = ask(name);
        if (json == null) {
            problems.add(new Malformed.Problem(at(name), "is required"));
            return new Slot<>(null);
        }
        return new Slot<>(reader.apply(new Fields(json, at(name), problems)));
    }

    /** An object whose member names are data, each value an object read by {@code reader}; absent means empty. */
    public <T> Slot<Map<String, T>> objectsByName(String name, Function<Fields, @Nullable T> reader) {
        return byName(name, (json, at) -> reader.apply(new Fields(json, at, problems)));
    }

    /** An object whose member names are data and whose values are strings; absent means empty. */
    public Slot<Map<String, String>> textsByName(String name) {
        return byName(name, (json, at) -> {
            if (json instanceof Json.Str(String text)) {
                return text;
            }
            problems.add(new Malformed.Problem(at, "is a string"));
            return null;
        });
    }

    /** The member as it came, for whoever reads it further. */
    public Optional<Json> json(String name) {
        return Optional.ofNullable(ask(name));
    }

    /** The names of all members, for an object whose member names are data. */
    public Set<String> names() {
        return Set.copyOf(members.keySet());
    }

    public boolean has(String name) {
        asked.add(name);
        return members.containsKey(name);
    }

    /** Notes a problem that only the caller can see, at a member or, with an empty name, at the object itself. */
    public void problem(String name, String rule) {
        problems.add(new Malformed.Problem(at(name), rule));
    }

    /** Ends the reading: notes members nobody asked for, and runs {@code maker} when nothing here is wrong. */
    public <T> @Nullable T build(Supplier<T> maker) {
        for (var name : members.keySet()) {
            if (!asked.contains(name)) {
                problems.add(new Malformed.Problem(at(name), "is not a known member"));
            }
        }
        boolean sound = problems.stream().noneMatch(problem -> within(problem.place()));
        return sound ? attempt(place, maker) : null;
    }

    private boolean within(String other) {
        return other.equals(place) || other.startsWith(place + "/");
    }

    private <T> Slot<T> required(String name, Function<Json, T> reader) {
        var json = ask(name);
        if (json == null) {
            problems.add(new Malformed.Problem(at(name), "is required"));
            return new Slot<>(null);
        }
        return new Slot<>(attempt(at(name), () -> reader.apply(json)));
    }

    private interface ItemReader<T> {
        @Nullable
        T read(Json item, String at);
    }

    private <T> Slot<List<T>> each(String name, ItemReader<T> reader) {
        var items = new ArrayList<T>();
        switch (ask(name)) {
            case null -> {}
            case Json.Arr(var found) -> {
                for (int i = 0; i < found.size(); i++) {
                    var item = reader.read(found.get(i), Pointer.item(at(name), i));
                    if (item != null) {
                        items.add(item);
                    }
                }
            }
            case Json _ -> problems.add(new Malformed.Problem(at(name), "is an array"));
        }
        return new Slot<>(List.copyOf(items));
    }

    private <T> Slot<Map<String, T>> byName(String name, ItemReader<T> reader) {
        var read = new LinkedHashMap<String, T>();
        switch (ask(name)) {
            case null -> {}
            case Json.Obj(var found) ->
                found.forEach((key, json) -> {
                    var item = reader.read(json, Pointer.member(at(name), key));
                    if (item != null) {
                        read.put(key, item);
                    }
                });
            case Json _ -> problems.add(new Malformed.Problem(at(name), "is a JSON object"));
        }
        return new Slot<>(read);
    }

    private <T> @Nullable T attempt(String at, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (Malformed malformed) {
            malformed
                    .problems()
                    .forEach(inner -> problems.add(new Malformed.Problem(at + inner.place(), inner.rule())));
            return null;
        }
    }

    private @Nullable Json ask(String name) {
        asked.add(name);
        return members.get(name);
    }

    private String at(String name) {
        return name.isEmpty() ? place : Pointer.member(place, name);
    }
}
