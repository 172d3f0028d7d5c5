using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Audit;

/// <summary>An audit trail of its own with a sealer, which these tests call by hand.</summary>
internal sealed class SealBench : IDisposable
{
    private readonly DatabaseUnderTest _kind = DatabaseUnderTest.Current;
    private readonly TestFolder _folder = new();
    private readonly CommitSignal _signal = new();

    public SealBench()
    {
        var facts = new FactWriter(new HandlerMap(TestModules.Alpha), _ => [], _signal);
        Database = _kind.Open(_folder.Path, TestModules.AlphaModule().Schema, SystemClock.Instance, facts);
        Sealer = NewSealer();
    }

    public static LocalDate Day { get; } = new(2026, 7, 27);

    public IDatabase Database { get; }

    public Sealer Sealer { get; }

    public string Heads => Path.Combine(_folder.Path, "seals");

    public void Dispose()
    {
        Sealer.Dispose();
        (Database as IDisposable)?.Dispose();
        _kind.Drop(_folder.Path);
        _signal.Dispose();
        _folder.Dispose();
    }

    public Sealer NewSealer() => new(Database, [AuditLog.Table], Heads, new LogLines<Sealer>());

    public Task RecordAsync(int count, LocalDate? day = null) => Database.WriteAsync(unit =>
    {
        for (var i = 0; i < count; i++)
        {
            unit.Record(new AuditEntry("officer-1", "note.taken", "note", $"{i}", day ?? Day, new { reason = "برای آزمون", amount = i }));
        }

        return Task.CompletedTask;
    });

    public Task DamageAsync(string sql) => Database.WriteAsync(unit => unit.ExecuteAsync(sql));

    public Task<(RuleFinding Entries, RuleFinding Chain, RuleFinding Heads)> VerifyAsync() => Database.ReadAsync(async connection => (
        await AuditLog.VerifyAsync(connection, TestModules.Alpha),
        await SealChain.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table),
        await SealHeads.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table, SealHeads.ReadAll(Heads))));
}
