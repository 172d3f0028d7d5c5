using Dapper;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LoanServicing.Host.Tests;

public sealed class DeadLettersVerbTests : IDisposable
{
    private const string Park =
        """
        insert into outbox (message_id, type, body, created_at) values (x'00000000000000000000000000000001', 'ApplicationClosed', '{}', 0), (x'00000000000000000000000000000002', 'ApplicationClosed', '{}', 0);
        insert into delivery (id, message_id, subscriber, partition_key, slot, state, attempts, visible_at, last_error)
        values (7, x'00000000000000000000000000000001', 'funding', 'a', 1, 1, 5, 0, 'it hurts'), (8, x'00000000000000000000000000000002', 'funding', 'a', 1, 0, 0, 0, null);
        insert into waiting (wait_key, message_id, type, sequence, body, waiting_since, due, attempts, last_error)
        values ('loan:1', x'00000000000000000000000000000003', 'LoanOpened', 1, '{}', 0, 0, 2, 'it is closed'),
          ('parked:a', x'00000000000000000000000000000004', 'LoanSettled', 2, '{}', 0, 0, 5, 'it is unknown'),
          ('parked:a', x'00000000000000000000000000000005', 'LoanReopened', 3, '{}', 0, 0, 0, null);
        """;

    private readonly TestFolder _folder = new();

    public DeadLettersVerbTests()
    {
        foreach (var module in HostBuilding.Services)
        {
            SqliteDatabase.Open(_folder.Path, module.Schema, SystemClock.Instance).Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_NothingIsParked_SaysSo()
    {
        var (code, output) = await ListAsync();
        Assert.Equal(ExitCodes.Success, code);
        Assert.StartsWith("Nothing is parked.", output, StringComparison.Ordinal);
        Assert.Contains("No broker was looked at", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_BesideARunningHost_NamesWhatIsParkedAndWhatIsStuck()
    {
        using var host = Open();
        await host.WriteAsync(unit => unit.ExecuteAsync(Park));

        var (code, output) = await ListAsync();
        Assert.Equal(ExitCodes.Found, code);
        Assert.Contains("intake/7: ApplicationClosed to funding, tried 5 times, 1 waiting behind it: it hurts", output, StringComparison.Ordinal);
        Assert.Contains(
            "intake/w1: LoanOpened 00000000-0000-0000-0000-000000000003, tried 2 times, and again when loan:1 comes: it is closed", output,
            StringComparison.Ordinal);
        Assert.Contains(
            "intake/w2: LoanSettled 00000000-0000-0000-0000-000000000004, tried 5 times, 1 waiting behind it: it is unknown", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ParkedDelivery_IsDueAgain()
    {
        using (var host = Open())
        {
            await host.WriteAsync(unit => unit.ExecuteAsync(Park));
        }

        Assert.Equal(ExitCodes.Success, await ReplayAsync("intake/7"));
        Assert.Equal(ExitCodes.Found, await ReplayAsync("intake/7"));
        Assert.Equal(ExitCodes.Found, await ReplayAsync("intake/8"));

        Assert.DoesNotContain("intake/7", (await ListAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ParkedFact_IsDueAgain()
    {
        using (var host = Open())
        {
            await host.WriteAsync(unit => unit.ExecuteAsync(Park));
        }

        Assert.Equal(ExitCodes.Success, await ReplayAsync("intake/w2"));
        Assert.Equal(ExitCodes.Found, await ReplayAsync("intake/w2"));
        Assert.Equal(ExitCodes.Found, await ReplayAsync("intake/w3"));

        Assert.DoesNotContain("intake/w2", (await ListAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intake/7", "ApplicationClosed to funding, tried 5 times")]
    [InlineData("intake/w2", "LoanSettled 00000000-0000-0000-0000-000000000004")]
    public async Task Show_OneThatIsParked_PrintsItWhole(string id, string named)
    {
        using var host = Open();
        await host.WriteAsync(unit => unit.ExecuteAsync(Park));
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Success, await DeadLettersVerb.ShowAsync(Options, id, output, CancellationToken.None));
        Assert.Equal(ExitCodes.Found, await DeadLettersVerb.ShowAsync(Options, "intake/99", TextWriter.Null, CancellationToken.None));

        Assert.StartsWith($"{id}: {named}", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("{}", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intake/7")]
    [InlineData("intake/w2")]
    public async Task Discard_OneThatIsParked_EndsItAndSaysWhoAndWhy(string id)
    {
        using (var host = Open())
        {
            await host.WriteAsync(unit => unit.ExecuteAsync(Park));
        }

        Assert.Equal(ExitCodes.Success, await DiscardAsync(id, "sent twice by a test"));
        Assert.Equal(ExitCodes.Found, await DiscardAsync(id, "again"));

        Assert.DoesNotContain(id + ":", (await ListAsync()).Output, StringComparison.Ordinal);
        using var again = Open();
        Assert.Equal(
            [$"operator:{Environment.UserName} dead-letter.discarded {id}"],
            await again.ReadAsync(connection => connection.QueryAsync<string>("select actor || ' ' || action || ' ' || subject_id from audit")));
        Assert.Contains(
            "sent twice by a test", Assert.Single(await again.ReadAsync(connection => connection.QueryAsync<string>("select details from audit"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discard_ParkedFact_LetsTheNextOfItsKeyGoOn()
    {
        using (var host = Open())
        {
            await host.WriteAsync(unit => unit.ExecuteAsync(Park));
        }

        await DiscardAsync("intake/w2", "sent twice by a test");

        using var again = Open();
        Assert.Equal([3L], await again.ReadAsync(connection => connection.QueryAsync<long>("select id from waiting where due = 1")));
    }

    [Fact]
    public async Task Discard_WithoutAReason_IsRefused() => await Assert.ThrowsAsync<StartupException>(() => DiscardAsync("intake/7", " "));

    [Fact]
    public async Task Replay_HostIsRunning_IsRefusedAndSaysToStopIt()
    {
        using var host = Open();
        await host.WriteAsync(unit => unit.ExecuteAsync(Park));

        var refusal = await Assert.ThrowsAsync<StartupException>(() => ReplayAsync("intake/7"));
        Assert.Contains("stop it", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("nobody/7")]
    [InlineData("intake/x")]
    [InlineData("intake/w")]
    [InlineData("intake/q")]
    [InlineData("intake/qXYZ")]
    [InlineData("intake/7/8")]
    [InlineData("bank/7")]
    [InlineData("bank/w7")]
    public async Task Replay_IdIsNone_IsRefused(string id) => await Assert.ThrowsAsync<StartupException>(() => ReplayAsync(id));

    private SqliteDatabase Open() => SqliteDatabase.Open(_folder.Path, HostBuilding.Services[0].Schema, SystemClock.Instance);

    private PlatformOptions Options => PlatformOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("Data:Folder", _folder.Path)]).Build(), [.. HostBuilding.Services.Select(module => module.Name)]);

    private Task<int> ReplayAsync(string id) => DeadLettersVerb.ReplayAsync(Options, id, TextWriter.Null, CancellationToken.None);

    private Task<int> DiscardAsync(string id, string reason) => DeadLettersVerb.DiscardAsync(Options, id, reason, TextWriter.Null, CancellationToken.None);

    private async Task<(int Code, string Output)> ListAsync()
    {
        using var output = new StringWriter();
        return (await DeadLettersVerb.ListAsync(Options, output, CancellationToken.None), output.ToString());
    }
}
