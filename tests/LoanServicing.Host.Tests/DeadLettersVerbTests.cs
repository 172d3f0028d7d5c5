using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Host.Tests;

public sealed class DeadLettersVerbTests : IDisposable
{
    private const string Park =
        """
        insert into outbox (message_id, type, body, created_at) values (x'01', 'ApplicationClosed', '{}', 0), (x'02', 'ApplicationClosed', '{}', 0);
        insert into delivery (id, message_id, subscriber, partition_key, slot, state, attempts, visible_at, last_error)
        values (7, x'01', 'funding', 'a', 1, 1, 5, 0, 'it hurts'), (8, x'02', 'funding', 'a', 1, 0, 0, 0, null);
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
        Assert.Equal((ExitCodes.Success, "Nothing is parked."), (code, output.Trim()));
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
    [InlineData("intake/7/8")]
    public async Task Replay_IdIsNone_IsRefused(string id) => await Assert.ThrowsAsync<StartupException>(() => ReplayAsync(id));

    private SqliteDatabase Open() => SqliteDatabase.Open(_folder.Path, HostBuilding.Services[0].Schema, SystemClock.Instance);

    private Task<int> ReplayAsync(string id) => DeadLettersVerb.ReplayAsync(DatabaseSettings.Sqlite(_folder.Path), id, TextWriter.Null);

    private async Task<(int Code, string Output)> ListAsync()
    {
        using var output = new StringWriter();
        return (await DeadLettersVerb.ListAsync(DatabaseSettings.Sqlite(_folder.Path), output, CancellationToken.None), output.ToString());
    }
}
