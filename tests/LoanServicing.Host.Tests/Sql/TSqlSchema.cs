using LoanServicing.Platform.Data;
using LoanServicing.TestSupport.Databases;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>A table as a migration declares it.</summary>
/// <param name="Columns">Name, and whether it may be null, in order.</param>
/// <param name="Keys">Column lists of the primary key and of every unique key, each joined by commas.</param>
internal sealed record DeclaredTable(string Name, IReadOnlyList<(string Name, bool Nullable)> Columns, IReadOnlySet<string> Keys);

/// <summary>The tables of one service's T-SQL migrations, the platform's included, as ScriptDom reads them.</summary>
internal sealed class TSqlSchema
{
    private readonly Dictionary<string, DeclaredTable> _tables;

    private TSqlSchema(Dictionary<string, DeclaredTable> tables) => _tables = tables;

    public IReadOnlyCollection<DeclaredTable> Tables => _tables.Values;

    public DeclaredTable? Find(string table) => _tables.GetValueOrDefault(table);

    public static TSqlSchema Of(ServiceSchema schema)
    {
        var columns = new Dictionary<string, List<(string, bool)>>();
        var keys = new Dictionary<string, HashSet<string>>();
        var statements = schema.MigrationsFor(Dialect.SqlServer).SelectMany(migration => Dialect.Statements(migration.Sql))
            .Append(Migrations.CreateHistory(Dialect.SqlServer));
        foreach (var statement in statements.Select(TSqlText.Parse).SelectMany(TSqlText.StatementsOf))
        {
            switch (statement)
            {
                case CreateTableStatement table:
                    Declare(table.SchemaObjectName.BaseIdentifier.Value, table.Definition, columns, keys);
                    break;
                case AlterTableAddTableElementStatement change:
                    Declare(change.SchemaObjectName.BaseIdentifier.Value, change.Definition, columns, keys);
                    break;
                case CreateIndexStatement { Unique: true } index:
                    keys[index.OnName.BaseIdentifier.Value].Add(ListOf(index.Columns));
                    break;
                case DropTableStatement drop:
                    foreach (var table in drop.Objects)
                    {
                        columns.Remove(table.BaseIdentifier.Value);
                        keys.Remove(table.BaseIdentifier.Value);
                    }

                    break;
                default:
                    break;
            }
        }

        return new TSqlSchema(columns.ToDictionary(table => table.Key, table => new DeclaredTable(table.Key, table.Value, keys[table.Key])));
    }

    private static void Declare(
        string table, TableDefinition definition, Dictionary<string, List<(string, bool)>> columns, Dictionary<string, HashSet<string>> keys)
    {
        var (own, unique) = (columns.TryGetValue(table, out var known) ? known : columns[table] = [], keys.TryGetValue(table, out var old) ? old : keys[table] = []);
        foreach (var column in definition.ColumnDefinitions)
        {
            var nullable = !column.Constraints.OfType<NullableConstraintDefinition>().Any(constraint => !constraint.Nullable);
            own.Add((column.ColumnIdentifier.Value, nullable));
            if (column.Constraints.OfType<UniqueConstraintDefinition>().Any())
            {
                unique.Add(column.ColumnIdentifier.Value);
            }
        }

        unique.UnionWith(definition.TableConstraints.OfType<UniqueConstraintDefinition>().Select(constraint => ListOf(constraint.Columns)));
    }

    private static string ListOf(IEnumerable<ColumnWithSortOrder> columns) =>
        string.Join(",", columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value));
}
