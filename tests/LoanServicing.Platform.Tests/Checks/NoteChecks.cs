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

/// <summary>An application with one kind of request that needs two people: to delete a note.</summary>
internal sealed class NoteChecks : IAsyncLifetime
{
    public const string Kind = "note.deletion";

    private TestApplication? _app;

    public TestApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public HttpClient Maker => App.Client("officer-1", [Roles.Officer, Roles.Supervisor]);

    public HttpClient Checker => App.Client("supervisor-1", Roles.Supervisor);

    public async Task InitializeAsync() => _app = await TestApplication.StartAsync([Module(), TestModules.BetaModule()]);

    public async Task DisposeAsync() => await App.DisposeAsync();

    internal sealed record Deletion(Guid NoteId);

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

    public async Task<Guid> NoteAsync()
    {
        using var answer = await Maker.PostAsJsonAsync("notes", new NoteRequest("to be deleted", 1));
        return (await answer.Content.ReadFromJsonAsync<NoteAnswer>())!.NoteId;
    }

    public async Task<Guid> AskAsync(Guid note)
    {
        using var answer = await Maker.PostTextAsync($"notes/{note}/deletion", "");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<CheckAsked>())!.RequestId;
    }

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, Guid request, string decision, string body = "", string? key = null) =>
        client.PostTextAsync($"checks/{request}/{decision}", body, key);

    public Task LockAsync(Guid note, bool locked) => App.Database(TestModules.Alpha).WriteAsync(
        unit => unit.ExecuteAsync("update note set text = @text where id = @note", new { text = locked ? "locked" : "open", note }));

    public Task<long> NotesAsync() => App.Database(TestModules.Alpha).CountAsync("note");

    public async Task<long> NotesAsync(string text) =>
        (await App.Database(TestModules.Alpha).ListAsync<string>("select text from note")).LongCount(note => note == text);

    public Task<long> WaitingAsync() => App.Database(TestModules.Alpha).CountAsync("check_request", "status = 'waiting'");

    public async Task<List<string>> AuditAsync() =>
    [
        .. (await App.Database(TestModules.Alpha).ListAsync<(string Action, string Actor)>(
            $"select action, actor from {AuditLog.Table} where subject_type = 'check' order by id"))
            .Select(entry => $"{entry.Action.Replace($"{Kind}.", "", StringComparison.Ordinal)} {entry.Actor}"),
    ];
}
