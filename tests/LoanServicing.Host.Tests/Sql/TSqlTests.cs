using System.Text.RegularExpressions;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>Every T-SQL text of the repository is T-SQL, names only what the migrations declare, and keeps to the plain part of the language.</summary>
public sealed partial class TSqlTests(EveryStatement statements) : IClassFixture<EveryStatement>
{
    private static readonly Dictionary<string, TSqlSchema> Schemas = HostBuilding.Services.ToDictionary(service => service.Name, service => TSqlSchema.Of(service.Schema));

    [Fact]
    public void EveryText_IsOneStatementOfTSql() => Assert.All(statements.All, text => Assert.Single(TSqlText.StatementsOf(TSqlText.Parse(text.Sql))));

    [Fact]
    public void EveryText_NamesTablesAndColumnsOfTheMigrations() => Assert.All(statements.All, text =>
    {
        var fragment = TSqlText.Parse(text.Sql);
        var unknown = Schemas.Where(schema => text.Service is null || schema.Key == text.Service).Select(schema => NameResolver.UnknownIn(fragment, schema.Value));
        Assert.True(unknown.Any(names => names.Count == 0), $"{string.Join(", ", unknown.MinBy(names => names.Count)!)} in: {text.Sql}");
    });

    [Fact]
    public void AName_ThatNoMigrationDeclares_IsFound()
    {
        var schema = Schemas["repayment"];
        Assert.Equal(["no_column"], NameResolver.UnknownIn(TSqlText.Parse("select l.serial from loan l where no_column = 1"), schema));
        Assert.Equal(["l.no_column"], NameResolver.UnknownIn(TSqlText.Parse("update loan set version = 1 where exists (select 1 from receipt l where l.no_column = 1)"), schema));
        Assert.Equal(["no_table"], NameResolver.UnknownIn(TSqlText.Parse("select count(*) from no_table"), schema));
    }

    [Fact]
    public void EveryMigration_IsMadeOfSingleStatements() => Assert.All(
        HostBuilding.Services.SelectMany(service => service.Schema.MigrationsFor(Dialect.SqlServer)).SelectMany(migration => Dialect.Statements(migration.Sql)),
        statement => Assert.Single(TSqlText.StatementsOf(TSqlText.Parse(statement))));

    [Fact]
    public void EveryText_KeepsToThePlainPartOfTheLanguage()
    {
        var migrations = HostBuilding.Services.SelectMany(service => service.Schema.MigrationsFor(Dialect.SqlServer)).Select(migration => migration.Sql);
        Assert.All(statements.All.Select(text => text.Sql).Concat(migrations), sql => Assert.DoesNotMatch(NotPlain(), Comment().Replace(sql, "")));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void BothDialects_DeclareTheSameTablesColumnsAndKeys(string service)
    {
        var schema = HostBuilding.Services.Single(module => module.Name == service).Schema;
        var sqlite = SqliteTables.Of(schema);
        var tsql = Schemas[service].Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(sqlite.Select(table => table.Name), tsql.Select(table => table.Name));
        Assert.All(sqlite.Zip(tsql), pair =>
        {
            Assert.Equal(pair.First.Columns.Order(), pair.Second.Columns.Order());
            Assert.Equal(pair.First.Keys.Order(StringComparer.Ordinal), pair.Second.Keys.Order(StringComparer.Ordinal));
        });
    }

    public static TheoryData<string> Services => [.. HostBuilding.Services.Select(service => service.Name)];

    /// <summary>Nothing that begins like a statement in the source has escaped the collection.</summary>
    [Fact]
    public void EveryStatementOfTheSource_IsAmongThem()
    {
        var known = statements.All.Select(text => Spaces().Replace(text.Sql, " ")).ToList();
        Assert.All(SourceStatements.All(), literal => Assert.True(
            known.Any(text => SourceStatements.Holds(text, literal.Parts)), $"{literal.File}: {string.Join("{...}", literal.Parts)}"));
        Assert.True(SourceStatements.All().Count > 150, "the source is looked at");
    }

    [GeneratedRegex(@"\b(merge|exec|execute|waitfor|go|nolock|updlock|holdlock|rowlock|readpast|xlock|rowversion|sp_getapplock|getdate|newid|set xact_abort)\b|\+=|\|\|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"--[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
