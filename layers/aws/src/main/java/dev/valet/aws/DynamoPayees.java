package dev.valet.aws;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.performance.Payees;
import java.util.HashMap;
import software.amazon.awssdk.core.exception.SdkException;

/** A row for each payee of a grant, kept as long as the table: whom a grant paid once it has paid. */
public final class DynamoPayees implements Payees {
    private final StateTable table;

    public DynamoPayees(StateTable table) {
        this.table = table;
    }

    @Override
    public boolean isKnown(AgentId agent, GrantId grant, String payee) {
        return table.get(StateKey.payee(agent, grant, payee)).isPresent();
    }

    @Override
    public void know(AgentId agent, GrantId grant, String payee) {
        var row = new HashMap<>(StateKey.payee(agent, grant, payee).attributes());
        try {
            table.dynamo.putItem(
                    put -> put.tableName(table.name).item(row).conditionExpression("attribute_not_exists(pk)"));
        } catch (SdkException thereOrNotKept) {
            // Either he was known, or he stays new, which asks people once more and pays nobody.
        }
    }
}
