package dev.valet.action;

import java.util.Optional;

/**
 * Which members of the input, and of the result, say how much one performance uses up.
 *
 * @param amount the member with the amount: a decimal string of money, or the most tokens that a model call may take
 * @param currency the member with the ISO 4217 code; empty when what is spent are tokens
 * @param payee the member that names who is paid; empty where nobody is
 * @param actual the member of the result that says what was really used; empty when it is what was asked for
 */
public record Spends(String amount, Optional<String> currency, Optional<String> payee, Optional<String> actual) {}
