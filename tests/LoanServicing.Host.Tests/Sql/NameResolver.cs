using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>Looks for what is not in the migrations: tables, and columns of the tables that a query reads.</summary>
internal sealed class NameResolver(TSqlSchema schema) : TSqlFragmentVisitor
{
    private readonly Stack<Dictionary<string, IReadOnlySet<string>>> _scopes = new();
    private readonly List<string> _unknown = [];

    /// <summary>Names that nothing declares; empty for a sound text.</summary>
    public static IReadOnlyList<string> UnknownIn(TSqlFragment text, TSqlSchema schema)
    {
        var resolver = new NameResolver(schema);
        text.Accept(resolver);
        return resolver._unknown;
    }

    public override void ExplicitVisit(CreateTableStatement node)
    {
        // it declares what the others name
    }

    public override void ExplicitVisit(QuerySpecification node)
    {
        var names = ScopeOf(node.FromClause?.TableReferences ?? []);
        names["order by"] = Aliases(node);
        InScope(names, () => base.ExplicitVisit(node));
    }

    public override void ExplicitVisit(UpdateSpecification node) => InScope(ScopeOf([node.Target]), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(DeleteSpecification node) => InScope(ScopeOf([node.Target]), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(InsertSpecification node)
    {
        InScope(ScopeOf([node.Target]), () =>
        {
            foreach (var column in node.Columns)
            {
                column.Accept(this);
            }
        });
        node.InsertSource.Accept(this);
    }

    public override void Visit(ColumnReferenceExpression node)
    {
        if (node.MultiPartIdentifier is null)
        {
            return; // count(*)
        }

        var parts = node.MultiPartIdentifier.Identifiers.Select(identifier => identifier.Value).ToList();
        var known = parts.Count == 1
            ? _scopes.Any(scope => scope.Values.Any(columns => columns.Contains(parts[0])))
            : _scopes.Any(scope => scope.TryGetValue(parts[^2], out var columns) && columns.Contains(parts[^1]));
        if (!known)
        {
            _unknown.Add(string.Join(".", parts));
        }
    }

    private void InScope(Dictionary<string, IReadOnlySet<string>> names, Action visit)
    {
        _scopes.Push(names);
        visit();
        _scopes.Pop();
    }

    private Dictionary<string, IReadOnlySet<string>> ScopeOf(IEnumerable<TableReference> tables)
    {
        var names = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var table in tables.SelectMany(Flat))
        {
            switch (table)
            {
                case NamedTableReference named:
                    var name = named.SchemaObject.BaseIdentifier.Value;
                    names[named.Alias?.Value ?? name] = ColumnsOf(named, name);
                    break;
                case QueryDerivedTable derived:
                    names[derived.Alias.Value] = Aliases((QuerySpecification)derived.QueryExpression);
                    break;
                default:
                    _unknown.Add(table.GetType().Name);
                    break;
            }
        }

        return names;
    }

    private IReadOnlySet<string> ColumnsOf(NamedTableReference reference, string name)
    {
        if (reference.SchemaObject.SchemaIdentifier is { } catalogue)
        {
            return catalogue.Value is "INFORMATION_SCHEMA" or "sys" ? new HashSet<string> { "TABLE_NAME", "name" } : Unknown(name);
        }

        return schema.Find(name) is { } table ? table.Columns.Select(column => column.Name).ToHashSet() : Unknown(name);
    }

    private HashSet<string> Unknown(string table)
    {
        _unknown.Add(table);
        return [];
    }

    private static IEnumerable<TableReference> Flat(TableReference table) =>
        table is JoinTableReference join ? Flat(join.FirstTableReference).Concat(Flat(join.SecondTableReference)) : [table];

    /// <summary>What a query's columns are called.</summary>
    private static HashSet<string> Aliases(QuerySpecification query) =>
    [
        .. query.SelectElements.OfType<SelectScalarExpression>().Select(element =>
            element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value ?? ""),
    ];
}
