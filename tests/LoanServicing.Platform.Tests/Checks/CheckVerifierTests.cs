using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>Requests whose row and audit trail agree, and which one person has decided alone all the same.</summary>
public sealed class CheckVerifierTests : IAsyncLifetime
{
    private readonly NoteChecks _checks = new();

    public Task InitializeAsync() => _checks.InitializeAsync();

    public Task DisposeAsync() => _checks.DisposeAsync();

    [Theory]
    [InlineData("supervisor-1", true)]
    [InlineData("officer-1", false)]
    [InlineData("OFFICER-1", false)]
    public async Task A_request_is_sound_when_another_than_its_maker_has_decided_it(string checker, bool isSound)
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());
        var refused = await _checks.AskAsync(await _checks.NoteAsync());
        await DecideAsync(request, checker, CheckRequest.Approved, CheckRequests.Approved, reason: null);
        await DecideAsync(refused, checker, CheckRequest.Refused, CheckRequests.Refused, "no");

        var finding = await _checks.App.Database(TestModules.Alpha).ReadAsync(connection => CheckVerifier.VerifyAsync(connection, TestModules.Alpha));

        Assert.Equal(2, finding.Counted);
        Assert.Equal(isSound ? 0 : 2, finding.Problems.Count(problem => problem.Contains($"by {checker}, and the audit trail does not say so", StringComparison.Ordinal)));
        Assert.Equal(isSound, finding.Problems.Count == 0);
    }

    private Task DecideAsync(Guid request, string checker, string status, string action, string? reason) => _checks.App.Database(TestModules.Alpha).WriteAsync(async unit =>
    {
        await CheckRequests.DecideAsync(unit, request, status, checker, reason);
        unit.Record(new AuditEntry(checker, NoteChecks.Kind + action, CheckRequests.SubjectType, request.ToString("D"), new LocalDate(2026, 11, 22), new { reason }));
    });
}
