using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Tests.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>What becomes of a request that somebody else decides.</summary>
public class CheckTests : IAsyncLifetime
{
    private readonly NoteChecks _checks = new();

    public Task InitializeAsync() => _checks.InitializeAsync();

    public Task DisposeAsync() => _checks.DisposeAsync();

    [StoreFact]
    public async Task A_checker_approves_and_it_is_carried_out_once()
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());
        using var approved = await NoteChecks.PostAsync(_checks.Checker, request, "approval", key: "k");
        using var replay = await NoteChecks.PostAsync(_checks.Checker, request, "approval", key: "k");
        using var again = await NoteChecks.PostAsync(_checks.Checker, request, "approval");
        using var refusal = await NoteChecks.PostAsync(_checks.Checker, request, "refusal", """{"reason":"too late"}""");

        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(HttpStatusCode.OK, replay.StatusCode);
        Assert.Equal(0, await _checks.NotesAsync());
        foreach (var late in new[] { again, refusal })
        {
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            var problem = await ProblemBody.OfAsync(late);
            Assert.Equal(("check.decided", "approved"), (problem.Code, problem.State));
        }

        Assert.Equal(["asked officer-1", "approved supervisor-1"], await _checks.AuditAsync());
    }

    [StoreFact]
    public async Task A_refusal_needs_a_reason_and_ends_the_request()
    {
        var note = await _checks.NoteAsync();
        var request = await _checks.AskAsync(note);
        foreach (var body in new[] { "", "{}", """{"reason":"  "}""" })
        {
            using var unreasoned = await NoteChecks.PostAsync(_checks.Checker, request, "refusal", body);
            Assert.Equal(HttpStatusCode.BadRequest, unreasoned.StatusCode);
        }

        Assert.Equal(1, await _checks.WaitingAsync());
        using var refused = await NoteChecks.PostAsync(_checks.Checker, request, "refusal", """{"reason":"هنوز نه"}""");
        using var again = await NoteChecks.PostAsync(_checks.Checker, request, "approval");

        Assert.Equal(new CheckDecided(request, "refused"), await refused.Content.ReadFromJsonAsync<CheckDecided>());
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal((0, 1), (await _checks.WaitingAsync(), await _checks.NotesAsync("kept: هنوز نه")));
        Assert.Equal(["asked officer-1", "refused supervisor-1"], await _checks.AuditAsync());
    }

    [StoreFact]
    public async Task What_cannot_be_carried_out_now_stays_waiting()
    {
        var note = await _checks.NoteAsync();
        var request = await _checks.AskAsync(note);
        await _checks.LockAsync(note, locked: true);
        using var refused = await NoteChecks.PostAsync(_checks.Checker, request, "approval", key: "k");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("note.locked", (await ProblemBody.OfAsync(refused)).Code);
        Assert.Equal((1, 1), (await _checks.NotesAsync(), await _checks.WaitingAsync()));
        Assert.Equal(["asked officer-1"], await _checks.AuditAsync());

        await _checks.LockAsync(note, locked: false);
        using var approved = await NoteChecks.PostAsync(_checks.Checker, request, "approval", key: "k");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal((0, 0), (await _checks.NotesAsync(), await _checks.WaitingAsync()));
    }

    [StoreFact]
    public async Task Many_checkers_at_once_carry_it_out_once()
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => NoteChecks.PostAsync(_checks.App.Client($"supervisor-{i}", Roles.Supervisor), request, "approval")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, (await _checks.AuditAsync()).Count);
        Assert.All(answers, answer => answer.Dispose());
    }
}
