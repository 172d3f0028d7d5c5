using System.Net;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Http;

public class IdempotencyTests : IAsyncLifetime
{
    private const string Note = """{"text":"وام «خرد» <b>&amp;+ 👋","amountRials":9007199254740992}""";
    private TestApplication _app = null!;
    private HttpClient _officer = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()]);
        _officer = _app.Client("officer-1", Roles.Officer);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [StoreTheory]
    [InlineData("notes")]
    [InlineData("paid-notes")]
    public async Task Same_key_and_body_give_the_first_answer_again(string address)
    {
        using var first = await _officer.PostTextAsync(address, Note, "key 1");
        using var again = await _officer.PostTextAsync(address, Note, "key 1");
        using var reordered = await _officer.PostTextAsync(
            address, """ { "amountRials" : 9007199254740992, "text" : "وام «خرد» <b>&amp;+ \uD83D\uDC4B" } """, " key 1 ");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.False(first.Headers.Contains(Commands.ReplayedHeader));
        foreach (var replay in new[] { again, reordered })
        {
            Assert.Equal(HttpStatusCode.Created, replay.StatusCode);
            Assert.Equal(["true"], replay.Headers.GetValues(Commands.ReplayedHeader));
            Assert.Equal(first.Headers.Location, replay.Headers.Location);
            Assert.Equal(first.Content.Headers.ContentType, replay.Content.Headers.ContentType);
            Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await replay.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(1, await NotesAsync());
    }

    [StoreTheory]
    [InlineData("notes", """{"text":"another","amountRials":9007199254740992}""")]
    [InlineData("notes", """{"text":"وام «خرد» <b>&amp;+ 👋","amountRials":9007199254740991}""")]
    [InlineData("notes", """{"text":"وام «خرد» <b>&amp;+ 👋","amountRials":9007199254740992,"more":true}""")]
    [InlineData("paid-notes", Note)]
    public async Task Same_key_for_another_request_is_refused(string address, string body)
    {
        using var first = await _officer.PostTextAsync("notes", Note, "key 1");
        using var other = await _officer.PostTextAsync(address, body, "key 1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("idempotency-key.reused", (await ProblemBody.OfAsync(other)).Code);
        Assert.Equal(1, await NotesAsync());
    }

    [StoreFact]
    public async Task A_key_belongs_to_its_subject()
    {
        using var first = await _officer.PostTextAsync("notes", Note, "key 1");
        using var other = await _app.Client("officer-2", Roles.Officer).PostTextAsync("notes", Note, "key 1");

        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
        Assert.NotEqual(first.Headers.Location, other.Headers.Location);
        Assert.Equal(2, await NotesAsync());
    }

    [StoreTheory]
    [InlineData(TestModules.Refused, HttpStatusCode.Conflict, "note.refused")]
    [InlineData(TestModules.Broken, HttpStatusCode.InternalServerError, "internal")]
    [InlineData("", HttpStatusCode.BadRequest, "request.malformed")]
    public async Task A_refused_request_stores_nothing(string text, HttpStatusCode status, string code)
    {
        using var refused = await _officer.PostTextAsync("notes", $$"""{"text":"{{text}}","amountRials":1}""", "key 1");
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(code, (await ProblemBody.OfAsync(refused)).Code);
        Assert.Equal(0, await NotesAsync() + await _app.Database(TestModules.Alpha).CountAsync("idempotency"));

        using var mended = await _officer.PostTextAsync("notes", Note, "key 1");
        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
        Assert.Equal(1, await NotesAsync());
    }

    [StoreFact]
    public async Task A_key_is_required_only_where_money_moves()
    {
        using var missing = await _officer.PostTextAsync("paid-notes", Note);
        using var blank = await _officer.PostTextAsync("paid-notes", Note, "  ");
        using var optional = await _officer.PostTextAsync("notes", Note);

        foreach (var refused in new[] { missing, blank })
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("idempotency-key.required", (await ProblemBody.OfAsync(refused)).Code);
        }

        Assert.Equal(HttpStatusCode.Created, optional.StatusCode);
        Assert.Equal(0, await _app.Database(TestModules.Alpha).CountAsync("idempotency"));
    }

    [StoreFact]
    public async Task A_key_has_at_most_a_hundred_characters()
    {
        using var longest = await _officer.PostTextAsync("notes", Note, new string('k', 100));
        using var tooLong = await _officer.PostTextAsync("notes", Note, new string('k', 101));

        Assert.Equal(HttpStatusCode.Created, longest.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal("idempotency-key.too-long", (await ProblemBody.OfAsync(tooLong)).Code);
    }

    [StoreFact]
    public async Task Many_at_once_with_one_key_do_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _officer.PostTextAsync("notes", Note, "key 1")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
        Assert.Single(answers, answer => !answer.Headers.Contains(Commands.ReplayedHeader));
        Assert.Equal(1, await NotesAsync());
        Assert.All(answers, answer => answer.Dispose());
    }

    [StoreFact]
    public async Task The_first_answer_is_given_again_after_a_restart()
    {
        using var folder = new TestFolder();
        Uri? location;
        await using (var before = await StartAsync(folder))
        {
            using var first = await before.Client("officer-1", Roles.Officer).PostTextAsync("notes", Note, "key 1");
            location = first.Headers.Location;
        }

        await using var after = await StartAsync(folder);
        using var again = await after.Client("officer-1", Roles.Officer).PostTextAsync("notes", Note, "key 1");
        Assert.Equal(location, again.Headers.Location);
        Assert.True(again.Headers.Contains(Commands.ReplayedHeader));
        Assert.Equal(1, await after.Database(TestModules.Alpha).CountAsync("note"));
    }

    [StoreFact(OfSqlite = true)]
    public async Task A_full_disk_is_answered_503_and_the_same_key_works_when_there_is_room()
    {
        var alpha = _app.Database(TestModules.Alpha);
        var big = $$"""{"text":"{{new string('x', 500)}}","amountRials":1}""";
        var limit = await alpha.WriteAsync(async unit =>
        {
            var before = await unit.QuerySingleAsync<long>("pragma max_page_count");
            await unit.QuerySingleAsync<long>("pragma max_page_count = 1"); // SQLite takes the present size instead
            return before;
        });
        using var full = await Eventually.ValueAsync(
            () => _officer.PostTextAsync("notes", big, $"key {Guid.CreateVersion7()}"),
            answer => answer.StatusCode != HttpStatusCode.Created,
            "the file is full");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal("service.unavailable", (await ProblemBody.OfAsync(full)).Code);
        Assert.NotNull(full.Headers.RetryAfter);

        var key = full.RequestMessage!.Headers.GetValues(Commands.KeyHeader).Single();
        var stored = await NotesAsync();
        await alpha.WriteAsync(unit => unit.QuerySingleAsync<long>($"pragma max_page_count = {limit}"));
        using var again = await _officer.PostTextAsync("notes", big, key);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(stored + 1, await NotesAsync());
    }

    private Task<long> NotesAsync() => _app.Database(TestModules.Alpha).CountAsync("note");

    private static Task<TestApplication> StartAsync(TestFolder folder) =>
        TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()], new() { Folder = folder.Path });
}
