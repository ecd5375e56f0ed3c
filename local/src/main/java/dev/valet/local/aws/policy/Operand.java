package dev.valet.local.aws.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** One value on the right-hand side of a condition, read once when the policy is stored. */
sealed interface Operand {
    /** A request's value of the wrong type meets no operand. */
    boolean meets(String actual, Context context, Operator.Relation relation);

    record Text(Glob glob, boolean anyCase) implements Operand {
        @Override
        public boolean meets(String actual, Context context, Operator.Relation relation) {
            return anyCase ? glob.matchesAnyCase(actual, context) : glob.matches(actual, context);
        }
    }

    record Arn(ArnGlob glob) implements Operand {
        @Override
        public boolean meets(String actual, Context context, Operator.Relation relation) {
            return glob.matches(actual, context);
        }
    }

    record Amount(BigDecimal number) implements Operand {
        @Override
        public boolean meets(String actual, Context context, Operator.Relation relation) {
            return readNumber(actual)
                    .filter(found -> relation.holds(found.compareTo(number)))
                    .isPresent();
        }
    }

    record Moment(Instant date) implements Operand {
        @Override
        public boolean meets(String actual, Context context, Operator.Relation relation) {
            return readDate(actual)
                    .filter(found -> relation.holds(found.compareTo(date)))
                    .isPresent();
        }
    }

    record Network(AddressRange range) implements Operand {
        @Override
        public boolean meets(String actual, Context context, Operator.Relation relation) {
            return AddressRange.address(actual).filter(range::contains).isPresent();
        }
    }

    static Operand parse(Operator operator, String text) {
        return switch (operator.type) {
            case TEXT -> new Text(Glob.literal(text), false);
            case TEXT_ANY_CASE -> new Text(Glob.literal(text), true);
            case GLOB -> new Text(Glob.wild(text), false);
            case ARN -> new Arn(ArnGlob.parse(text));
            case BOOL -> {
                MalformedPolicy.unless(text.equals("true") || text.equals("false"), bad(operator, text));
                yield new Text(Glob.literal(text), false);
            }
            case NUMBER -> new Amount(readNumber(text).orElseThrow(() -> new MalformedPolicy(bad(operator, text))));
            case DATE -> new Moment(readDate(text).orElseThrow(() -> new MalformedPolicy(bad(operator, text))));
            case ADDRESS ->
                new Network(AddressRange.parse(text).orElseThrow(() -> new MalformedPolicy(bad(operator, text))));
        };
    }

    private static String bad(Operator operator, String text) {
        return operator + " cannot be evaluated with the value " + text;
    }

    private static Optional<BigDecimal> readNumber(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** ISO 8601 with a zone, a bare day in UTC, or seconds since the epoch. */
    private static Optional<Instant> readDate(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** An address and how many of its first bits count. */
    record AddressRange(InetAddress network, int bits) {
        static Optional<AddressRange> parse(String text) {
            int slash = text.indexOf('/');
            String host = slash < 0 ? text : text.substring(0, slash);
            return address(host).flatMap(network -> {
                int all = network.getAddress().length * 8;
                Optional<Integer> bits = slash < 0
                        ? Optional.of(all)
                        : readNumber(text.substring(slash + 1)).map(BigDecimal::intValue);
                return bits.filter(n -> n >= 0 && n <= all).map(n -> new AddressRange(network, n));
            });
        }

        static Optional<InetAddress> address(String text) {
            try {
                return Optional.of(InetAddress.ofLiteral(text)); // never asks the network
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = network.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
