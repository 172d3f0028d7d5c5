using System.Text.RegularExpressions;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>String literals of the source that begin like a statement.</summary>
internal static partial class SourceStatements
{
    /// <summary>SQLite's own, which is never sent to SQL Server.</summary>
    private static readonly string[] OfSqliteAlone = ["ColumnKinds.cs", "SqliteDatabase.cs"];

    /// <param name="Parts">The literal without what is interpolated, its white space made single.</param>
    internal sealed record Literal(string File, IReadOnlyList<string> Parts);

    public static IReadOnlyList<Literal> All() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
           where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !OfSqliteAlone.Contains(Path.GetFileName(file))
           from literal in LiteralsOf(File.ReadAllText(file))
           where !literal.Contains("sqlite_master", StringComparison.Ordinal)
           select new Literal(Path.GetFileName(file), [.. Hole().Split(literal).Select(part => Spaces().Replace(part, " ").Trim())]),
    ];

    /// <summary>Whether the text has all parts in their order.</summary>
    public static bool Holds(string text, IEnumerable<string> parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return true;
    }

    private static IEnumerable<string> LiteralsOf(string source)
    {
        var raw = Raw().Matches(source).Select(match => match.Groups["text"].Value);
        var plain = Plain().Matches(Raw().Replace(source, "")).Select(match => match.Groups["text"].Value);
        return raw.Concat(plain).Where(text => Begins().IsMatch(text));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LoanServicing.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The source is not above the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("\"\"\"(?<text>.*?)\"\"\"", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Raw();

    [GeneratedRegex("\"(?<text>[^\"\\\\\\n]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\s*(select\s|insert into\s|update \w+\s+set\s|delete from\s|create table\s|create database\s)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Begins();

    [GeneratedRegex(@"\{[^{}]*(\}|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
