using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LoanServicing.TestSupport.Databases;

/// <summary>T-SQL as ScriptDom reads it.</summary>
public static partial class TSqlText
{
    /// <exception cref="FormatException">It is no T-SQL; the message holds the text and the parser's words.</exception>
    public static TSqlFragment Parse(string sql)
    {
        using var reader = new StringReader(Expand(sql));
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return errors.Count == 0
            ? fragment
            : throw new FormatException($"{string.Join("; ", errors.Select(error => error.Message))} in: {sql}");
    }

    public static IEnumerable<TSqlStatement> StatementsOf(TSqlFragment fragment) => ((TSqlScript)fragment).Batches.SelectMany(batch => batch.Statements);

    /// <summary>Refuses what SQLite runs and SQL Server does not, or reads otherwise.</summary>
    /// <exception cref="FormatException">It is no T-SQL, calls a function that is not of both, or has a literal that the server's code page may not hold.</exception>
    public static void RequireOfBoth(string sql)
    {
        var visitor = new OfSqliteAlone();
        Parse(sql).Accept(visitor);
        if (visitor.Found.Count > 0)
        {
            throw new FormatException($"{string.Join(", ", visitor.Found)} is not for SQL Server in: {sql}");
        }
    }

    /// <summary>What Dapper makes of a list: parameters in parentheses.</summary>
    private static string Expand(string sql) => List().Replace(sql, "in (${list})");

    [GeneratedRegex(@"\bin (?<list>@\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();

    private sealed class OfSqliteAlone : TSqlFragmentVisitor
    {
        private static readonly HashSet<string> Functions =
            new(StringComparer.OrdinalIgnoreCase) { "count", "sum", "min", "max", "row_number", "replace", "substring", "lower", "upper" };

        public List<string> Found { get; } = [];

        public override void Visit(FunctionCall node)
        {
            if (!Functions.Contains(node.FunctionName.Value))
            {
                Found.Add(node.FunctionName.Value);
            }
        }

        public override void Visit(StringLiteral node)
        {
            if (!node.IsNational && !System.Text.Ascii.IsValid(node.Value))
            {
                Found.Add($"'{node.Value}'");
            }
        }
    }
}
