using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LoanServicing.TestSupport.Databases;

/// <summary>Every T-SQL text that this process has sent to a <see cref="TSqlDatabase"/>.</summary>
public static partial class SentTSql
{
    private static readonly ConcurrentDictionary<string, byte> Texts = new();

    public static IReadOnlyCollection<string> All => [.. Texts.Keys];

    /// <exception cref="FormatException">SQL Server would not take it, or not as SQLite does.</exception>
    internal static void Add(string text)
    {
        if (!Texts.ContainsKey(text))
        {
            TSqlText.RequireOfBoth(text);
            Texts.TryAdd(text, 0);
        }
    }

    /// <summary>The other way round of <c>Dialect.First</c>; everything else both read.</summary>
    internal static string ToSqlite(string text) => Page().Replace(text, "limit ${count}");

    [GeneratedRegex(@"offset 0 rows fetch next (?<count>@\w+|\d+) rows only", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();
}
