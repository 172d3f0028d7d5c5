using System.Net;
using System.Reflection;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Host.Verbs;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>
/// Every T-SQL text that the program may send: what a programme sends from the application to the last rial, all lists and the verification included;
/// and every constant that is a statement, whoever uses it.
/// </summary>
public sealed class EveryStatement : IAsyncLifetime
{
    private static readonly string[] Verbs = ["select", "insert", "update", "delete", "create"];

    private static readonly string[] Lists =
    [
        "applications?limit=1", "applications?status=Active&tranche=employment&county=Rabor", "milestones?limit=1", "milestones?kind=deviated&county=Rabor", "guarantors/0499370899/exposure", "payment-orders", "payment-orders?status=sent",
        "payment-orders?status=unresolved", "bank-answers/problems", "waiting-list?tranche=health", "funding/journal", "funding/position", "funding/forecast", "funding/proof", "loans",
        "loans?overdueDays=1", "loans?class=past_due", "loans?class=current", "checks", "funding/trial-balance", "funding/ledger?account=CASH",
        "funding/ledger?account=CASH&owner=SINA&tranche=none&from=2026-11-22", "funding/journal?from=2026-11-22", "funding/periods",
        "funding/funders/SINA/statement", "funding/breaks", "funding/statements", "funding/reconciliation",
        "portfolio/arrears", "portfolio/arrears?asOf=2026-11-21&county=Rabor", "portfolio/arrears/loans?class=past_due&tranche=health&limit=1",
        "close-of-day?limit=1", "notifications?limit=1", $"notifications?status=kept&event=submitted&applicationId={Guid.Empty}",
        "salary-deductions?limit=1",
    ];

    /// <summary>Of SQLite alone: never sent to SQL Server.</summary>
    private static readonly string[] OfSqlite = ["sqlite_master", "pragma_table_info"];

    /// <summary>Each with the service whose tables it is about; null where it may be any.</summary>
    internal IReadOnlyCollection<(string? Service, string Sql)> All { get; private set; } = [];

    public async Task InitializeAsync()
    {
        DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, _) = await LoanJourney.ActiveAsync(programme, People.Application(1_200_000_000));
        (await journey.PayAsync(10_000_001, RunningProgramme.FirstDay, "sql-1")).Expect(HttpStatusCode.Created);
        await ReadListsAsync(programme, journey);
        foreach (var sealer in programme.Application.Services.GetServices<IHostedService>().OfType<Sealer>())
        {
            await sealer.SealAllAsync(CancellationToken.None); // by itself it comes to that when the time has come
        }

        foreach (var service in HostBuilding.Services)
        {
            await VerifyAsync(programme, service);
        }

        All = [.. SentTSql.All.Select(sql => ((string?)null, sql)), .. Constants(), (null, Migrations.CreateHistory(Dialect.SqlServer)), (null, SqlServerSetup.Create("x"))];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task ReadListsAsync(RunningProgramme programme, LoanJourney journey)
    {
        string[] roles = ["officer", "supervisor", "finance", "cashier", "auditor"];
        HttpClient[] clients = [programme.Application.Client("all-1", roles), programme.Application.Client("some-1", roles, ["Rabor"])];
        foreach (var client in clients)
        {
            foreach (var list in Lists)
            {
                await client.ReadAsync(list);
            }

            await client.ReadAsync($"loans/{await journey.LoanIdAsync()}/receipts");
        }

        await programme.Application.Anonymous().GetAsync(new Uri(programme.Application.Address, "health/ready"));
    }

    private static Task VerifyAsync(RunningProgramme programme, Platform.Hosting.ServiceModule service) =>
        programme.Application.Database(service.Name).ReadAsync(async connection =>
        {
            var problems = (await service.Verify(connection)).Append(await InFlight.VerifyAsync(connection, service.Name)).SelectMany(finding => finding.Problems);
            problems = problems.Concat((await StoredTexts.VerifyAsync(connection, service.Name)).Problems).Concat((await CheckVerifier.VerifyAsync(connection, service.Name)).Problems);
            foreach (var log in (IEnumerable<string>)[AuditLog.Table, .. service.SealedLogs])
            {
                problems = problems.Concat((await SealChain.VerifyAsync(connection, service.Name, log)).Problems);
                Assert.Single((await SealHeads.VerifyAsync(connection, service.Name, log, [new KeptHead("nowhere", null, service.Name, log, 0, null)])).Problems);
            }

            Assert.Empty(problems);
            return 0;
        });

    private static IEnumerable<(string? Service, string Sql)> Constants() =>
        from assembly in HostBuilding.Services.Select(service => service.Assembly).Append(typeof(UnitOfWork).Assembly).Append(typeof(HostBuilding).Assembly)
        let service = HostBuilding.Services.SingleOrDefault(service => service.Assembly == assembly)?.Name
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(string) && !type.ContainsGenericParameters
        let text = (string?)field.GetValue(null) ?? ""
        where IsStatement(text) && !text.EndsWith("values ", StringComparison.Ordinal) // the rows follow; it is among what was sent
            && !OfSqlite.Any(text.Contains) && !text.Contains("{0}", StringComparison.Ordinal)
        select (service, text);

    internal static bool IsStatement(string text) => Verbs.Any(verb => text.TrimStart().StartsWith(verb + " ", StringComparison.Ordinal));
}
