using System.Net;
using System.Net.Http.Json;
using LoanServicing.Domain;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Tests.Http;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>Maker and checker, on a request to delete a note.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private const string Kind = "note.deletion";
    private TestApplication _app = null!;
    private HttpClient _maker = null!;
    private HttpClient _checker = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync([Module(), TestModules.BetaModule()]);
        _maker = _app.Client("officer-1", [Roles.Officer, Roles.Supervisor]);
        _checker = _app.Client("supervisor-1", Roles.Supervisor);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_checker_approves_and_it_is_carried_out_once()
    {
        var request = await AskAsync(await NoteAsync());
        using var approved = await PostAsync(_checker, request, "approval", key: "k");
        using var replay = await PostAsync(_checker, request, "approval", key: "k");
        using var again = await PostAsync(_checker, request, "approval");
        using var refusal = await PostAsync(_checker, request, "refusal", """{"reason":"too late"}""");

        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(HttpStatusCode.OK, replay.StatusCode);
        Assert.Equal(0, await NotesAsync());
        foreach (var late in new[] { again, refusal })
        {
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            var problem = await ProblemBody.OfAsync(late);
            Assert.Equal(("check.decided", "approved"), (problem.Code, problem.State));
        }

        Assert.Equal(["asked officer-1", "approved supervisor-1"], await AuditAsync());
    }

    [Fact]
    public async Task The_maker_cannot_decide_even_with_the_checkers_role()
    {
        var request = await AskAsync(await NoteAsync());
        foreach (var decision in new[] { "approval", "refusal" })
        {
            using var own = await PostAsync(_maker, request, decision, """{"reason":"mine"}""");
            Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
            Assert.Equal("check.own-request", (await ProblemBody.OfAsync(own)).Code);
        }

        Assert.Equal((1, 1), (await NotesAsync(), await WaitingAsync()));
    }

    [Theory]
    [InlineData(Roles.Officer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Finance)]
    [InlineData(Roles.Applicant)]
    public async Task Another_role_cannot_decide(string role)
    {
        var request = await AskAsync(await NoteAsync());
        foreach (var decision in new[] { "approval", "refusal" })
        {
            using var answer = await PostAsync(_app.Client("somebody", role), request, decision, """{"reason":"no"}""");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("auth.forbidden", (await ProblemBody.OfAsync(answer)).Code);
        }

        Assert.Equal((1, 1), (await NotesAsync(), await WaitingAsync()));
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_ends_the_request()
    {
        var note = await NoteAsync();
        var request = await AskAsync(note);
        foreach (var body in new[] { "", "{}", """{"reason":"  "}""" })
        {
            using var unreasoned = await PostAsync(_checker, request, "refusal", body);
            Assert.Equal(HttpStatusCode.BadRequest, unreasoned.StatusCode);
        }

        Assert.Equal(1, await WaitingAsync());
        using var refused = await PostAsync(_checker, request, "refusal", """{"reason":"هنوز نه"}""");
        using var again = await PostAsync(_checker, request, "approval");

        Assert.Equal(new CheckDecided(request, "refused"), await refused.Content.ReadFromJsonAsync<CheckDecided>());
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal((0, 1), (await WaitingAsync(), await _app.Database(TestModules.Alpha).CountAsync("note", "text = 'kept: هنوز نه'")));
        Assert.Equal(["asked officer-1", "refused supervisor-1"], await AuditAsync());
    }

    [Fact]
    public async Task What_cannot_be_carried_out_now_stays_waiting()
    {
        var note = await NoteAsync();
        var request = await AskAsync(note);
        await LockAsync(note, locked: true);
        using var refused = await PostAsync(_checker, request, "approval", key: "k");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("note.locked", (await ProblemBody.OfAsync(refused)).Code);
        Assert.Equal((1, 1), (await NotesAsync(), await WaitingAsync()));
        Assert.Equal(["asked officer-1"], await AuditAsync());

        await LockAsync(note, locked: false);
        using var approved = await PostAsync(_checker, request, "approval", key: "k");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal((0, 0), (await NotesAsync(), await WaitingAsync()));
    }

    [Fact]
    public async Task Many_checkers_at_once_carry_it_out_once()
    {
        var request = await AskAsync(await NoteAsync());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => PostAsync(_app.Client($"supervisor-{i}", Roles.Supervisor), request, "approval")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, (await AuditAsync()).Count);
        Assert.All(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task The_list_shows_what_one_may_decide_or_has_asked_for()
    {
        var note = await NoteAsync();
        var request = await AskAsync(note);
        foreach (var (client, count) in new[]
        {
            (_checker, 1), (_maker, 1), (_app.Client("auditor-1", Roles.Auditor), 1),
            (_app.Client("officer-2", Roles.Officer), 0), (_app.Client("officer-1", Roles.Officer), 1),
        })
        {
            var list = (await client.GetFromJsonAsync<CheckListBody>("checks"))!;
            Assert.Equal(count, list.Items.Count);
            Assert.All(list.Items, item => Assert.Equal((request, Kind, note.ToString("D"), "officer-1", note), (item.RequestId, item.Kind, item.SubjectId, item.Maker, item.Asked.NoteId)));
        }

        using var applicant = await _app.Client("0012345679", Roles.Applicant).GetAsync("checks");
        Assert.Equal(HttpStatusCode.Forbidden, applicant.StatusCode);
    }

    [Theory]
    [InlineData("0198c3a5-0001-7000-8000-000000000001")]
    [InlineData("not-an-id")]
    public async Task A_request_that_does_not_exist_is_not_found(string request)
    {
        using var answer = await _checker.PostTextAsync($"checks/{request}/approval", "");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not-found", (await ProblemBody.OfAsync(answer)).Code);
    }

    private sealed record Deletion(Guid NoteId);

    private sealed record CheckListBody(IReadOnlyList<CheckItemBody> Items);

    private sealed record CheckItemBody(Guid RequestId, string Kind, string SubjectId, Deletion Asked, string Maker);

    private static ServiceModule Module() => TestModules.AlphaModule(api => api
        .MapCommand("/notes/{id}/deletion", TestModules.Alpha, KeyPolicy.Optional, async context =>
        {
            var id = context.RouteId("id")!.Value;
            return Answer.Accepted(new CheckAsked(await CheckRequests.AskAsync(
                context.Unit, Kind, new CheckSubject(id.ToString("D")), new Deletion(id), "not needed", context.Caller, context.BusinessDate)));
        })
        .Allow(Roles.Officer)) with
    {
        CheckKinds = _ =>
        [
            new CheckKind(Kind, [Roles.Supervisor], DeleteAsync, check => check.Unit.ExecuteAsync(
                "update note set text = @text where id = @NoteId",
                new { text = "kept: " + check.Request.CheckReason, check.Request.PayloadAs<Deletion>().NoteId })),
        ],
    };

    private static async Task<Answer> DeleteAsync(CheckContext check) =>
        await check.Unit.ExecuteAsync("delete from note where id = @NoteId and text <> 'locked'", check.Request.PayloadAs<Deletion>()) == 1
            ? Answer.Ok(new CheckDecided(check.Request.RequestId, CheckRequest.Approved))
            : ApiProblem.WrongState("note.locked", "Locked", new Bilingual("The note is locked.", "یادداشت قفل است."));

    private async Task<Guid> NoteAsync()
    {
        using var answer = await _maker.PostAsJsonAsync("notes", new NoteRequest("to be deleted", 1));
        return (await answer.Content.ReadFromJsonAsync<NoteAnswer>())!.NoteId;
    }

    private async Task<Guid> AskAsync(Guid note)
    {
        using var answer = await _maker.PostTextAsync($"notes/{note}/deletion", "");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<CheckAsked>())!.RequestId;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Guid request, string decision, string body = "", string? key = null) =>
        client.PostTextAsync($"checks/{request}/{decision}", body, key);

    private Task LockAsync(Guid note, bool locked) => _app.Database(TestModules.Alpha).WriteAsync(
        unit => unit.ExecuteAsync("update note set text = @text where id = @note", new { text = locked ? "locked" : "open", note }));

    private Task<long> NotesAsync() => _app.Database(TestModules.Alpha).CountAsync("note");

    private Task<long> WaitingAsync() => _app.Database(TestModules.Alpha).CountAsync("check_request", "status = 'waiting'");

    private Task<List<string>> AuditAsync() => _app.Database(TestModules.Alpha).ListAsync<string>(
        $"select replace(action, '{Kind}.', '') || ' ' || actor from {AuditLog.Table} where subject_type = 'check' order by id");
}
