using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Tests.Http;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>Who may see a request and who may decide it.</summary>
public sealed class CheckAccessTests : IAsyncLifetime
{
    private readonly NoteChecks _checks = new();

    public Task InitializeAsync() => _checks.InitializeAsync();

    public Task DisposeAsync() => _checks.DisposeAsync();

    [Fact]
    public async Task The_maker_cannot_decide_even_with_the_checkers_role()
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());
        foreach (var decision in new[] { "approval", "refusal" })
        {
            using var own = await NoteChecks.PostAsync(_checks.Maker, request, decision, """{"reason":"mine"}""");
            Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
            Assert.Equal("check.own-request", (await ProblemBody.OfAsync(own)).Code);
        }

        Assert.Equal((1, 1), (await _checks.NotesAsync(), await _checks.WaitingAsync()));
    }

    [Fact]
    public async Task The_maker_in_capitals_is_the_maker()
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());

        using var own = await NoteChecks.PostAsync(_checks.App.Client("OFFICER-1", Roles.Supervisor), request, "approval", "{}");

        Assert.Equal("check.own-request", (await ProblemBody.OfAsync(own)).Code);
    }

    [Theory]
    [InlineData(Roles.Officer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Finance)]
    [InlineData(Roles.Applicant)]
    public async Task Another_role_cannot_decide(string role)
    {
        var request = await _checks.AskAsync(await _checks.NoteAsync());
        foreach (var decision in new[] { "approval", "refusal" })
        {
            using var answer = await NoteChecks.PostAsync(_checks.App.Client("somebody", role), request, decision, """{"reason":"no"}""");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("auth.forbidden", (await ProblemBody.OfAsync(answer)).Code);
        }

        Assert.Equal((1, 1), (await _checks.NotesAsync(), await _checks.WaitingAsync()));
    }

    [Fact]
    public async Task The_list_shows_what_one_may_decide_or_has_asked_for()
    {
        var note = await _checks.NoteAsync();
        var request = await _checks.AskAsync(note);
        foreach (var (client, count) in new[]
        {
            (_checks.Checker, 1), (_checks.Maker, 1), (_checks.App.Client("auditor-1", Roles.Auditor), 1),
            (_checks.App.Client("officer-2", Roles.Officer), 0), (_checks.App.Client("officer-1", Roles.Officer), 1),
        })
        {
            var list = (await client.GetFromJsonAsync<CheckListBody>("checks"))!;
            Assert.Equal(count, list.Items.Count);
            Assert.All(list.Items, item => Assert.Equal((request, NoteChecks.Kind, note.ToString("D"), "officer-1", note), (item.RequestId, item.Kind, item.SubjectId, item.Maker, item.Asked.NoteId)));
        }

        using var applicant = await _checks.App.Client("0012345679", Roles.Applicant).GetAsync("checks");
        Assert.Equal(HttpStatusCode.Forbidden, applicant.StatusCode);
    }

    [Theory]
    [InlineData("0198c3a5-0001-7000-8000-000000000001")]
    [InlineData("not-an-id")]
    public async Task A_request_that_does_not_exist_is_not_found(string request)
    {
        using var answer = await _checks.Checker.PostTextAsync($"checks/{request}/approval", "");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not-found", (await ProblemBody.OfAsync(answer)).Code);
    }

    private sealed record CheckListBody(IReadOnlyList<CheckItemBody> Items);

    private sealed record CheckItemBody(Guid RequestId, string Kind, string SubjectId, NoteChecks.Deletion Asked, string Maker);
}
