using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Tests.Messaging;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Data;

/// <summary>Units of work that run at once, as many as there is room for: nothing is lost and nothing happens twice.</summary>
public class SideBySideTests
{
    private const int Units = 40;

    /// <summary>Few enough that the last of them is not overtaken more often than a unit tries.</summary>
    private const int Contenders = 8;

    [StoreFact]
    public async Task UnitsOnOneCounter_AreAllCounted()
    {
        using var bench = new Listener(TestModules.HearAsync);
        await BeginAsync(bench);
        await AtOnceAsync(Units, () => bench.Database.WriteAsync(unit => unit.ExecuteAsync("update heard set sequence = sequence + 1 where what = 'counter'")));
        Assert.Equal(Units, await SequenceAsync(bench));
    }

    [StoreFact]
    public async Task UnitsThatWriteOverWhatTheyRead_RunAgainUntilEachHasCounted()
    {
        using var bench = new Listener(TestModules.HearAsync);
        await BeginAsync(bench);
        await AtOnceAsync(Contenders, () => bench.Database.WriteAsync(async unit =>
        {
            var sequence = await unit.QuerySingleAsync<long>("select sequence from heard where what = 'counter'");
            var rows = await unit.ExecuteAsync(
                "update heard set sequence = @next where what = 'counter' and sequence = @sequence", new { next = sequence + 1, sequence });
            return rows == 1 ? rows : throw new ConcurrentChangeException("The counter");
        }));
        Assert.Equal(Contenders, await SequenceAsync(bench));
    }

    [StoreFact]
    public async Task OneFactDeliveredManyTimesAtOnce_IsHandledOnce()
    {
        using var bench = new Listener(TestModules.HearAsync);
        var fact = Listener.Fact("once");
        await AtOnceAsync(Units, () => bench.ReceiveAsync(fact));
        Assert.Equal(["once"], await bench.HeardAsync());
        Assert.Equal(1, await bench.Database.CountAsync("inbox"));
    }

    [StoreFact]
    public async Task DispatchersThatRenewAtOnce_ShareTheSlots_AndEachSlotHasOneHolder()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var leases = Enumerable.Range(0, 4).Select(_ => new SlotLeases(test.Database, Duration.FromSeconds(30))).ToList();
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(leases.Select(lease => lease.RenewAsync(CancellationToken.None)));
        }

        var held = await Task.WhenAll(leases.Select(lease => lease.RenewAsync(CancellationToken.None)));
        Assert.All(held, slots => Assert.Equal(Slots.Count / 4, slots.Count));
        Assert.Equal(Slots.Count, held.SelectMany(slots => slots).Distinct().Count());
        Assert.Equal(4, leases.Select(lease => lease.Token).Distinct().Count());
    }

    [StoreFact]
    public async Task AManyFactedUnit_WritesAllOfThemInOrder()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var key = Guid.CreateVersion7();
        string[] told = [.. Enumerable.Range(0, 3 * BulkInsert.Worthwhile).Select(i => $"{i}")];
        await test.PublishAsync(key, told);
        await test.StartAsync();
        await test.EmptyAsync();
        Assert.Equal(told, ((ScriptedTransport)test.Transport).To("beta"));
    }

    private static Task<long> SequenceAsync(Listener bench) =>
        bench.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select sequence from heard where what = 'counter'"));

    private static async Task BeginAsync(Listener bench)
    {
        await bench.ReceiveAsync(Listener.Fact("counter"));
        await bench.Database.WriteAsync(unit => unit.ExecuteAsync("update heard set sequence = 0"));
    }

    private static Task AtOnceAsync(int units, Func<Task> unit) => Task.WhenAll(Enumerable.Range(0, units).Select(_ => Task.Run(unit)));
}

/// <summary>These tests once more, in T-SQL that is checked on its way.</summary>
public sealed class SideBySideTSqlTests : SideBySideTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>These tests once more, on a server where one is named.</summary>
public sealed class SideBySideSqlServerTests : SideBySideTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
