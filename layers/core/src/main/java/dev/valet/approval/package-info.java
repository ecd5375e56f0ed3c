/** A human's yes to one exact request: asked for, decided by people who are not its askers, used once. */
package dev.valet.approval;
