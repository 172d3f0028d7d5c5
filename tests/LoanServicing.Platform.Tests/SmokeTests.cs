using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task A_command_is_answered_and_its_fact_reaches_the_other_service()
    {
        await using var app = await TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()]);

        using var answer = await app.Client("officer-1", Roles.Officer).PostAsJsonAsync("notes", new NoteRequest("سلام", 42));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var note = await answer.Content.ReadFromJsonAsync<NoteAnswer>();
        Assert.Equal(new Uri($"/api/v1/notes/{note!.NoteId:D}", UriKind.Relative), answer.Headers.Location);
        var heard = await Eventually.ValueAsync(() => app.Database(TestModules.Beta).HeardAsync(), rows => rows.Count == 1, "beta hears the note");
        Assert.Equal(note.NoteId, heard[0].Key);
        Assert.Equal("سلام", heard[0].What);
        await Eventually.TrueAsync(
            async () => await app.Database(TestModules.Alpha).CountAsync("delivery") + await app.Database(TestModules.Alpha).CountAsync("outbox") == 0,
            "alpha's outbox is empty");
    }

    [Fact]
    public async Task The_server_says_that_it_lives_and_is_ready()
    {
        await using var app = await TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()]);
        var root = app.Anonymous();

        Assert.Equal("live", await root.GetStringAsync(new Uri(app.Address, "/health/live")));
        Assert.Equal("ready", await root.GetStringAsync(new Uri(app.Address, "/health/ready")));
        Assert.Contains("/api/v1/notes", await root.GetStringAsync(new Uri(app.Address, "/openapi/v1.json")), StringComparison.Ordinal);
    }
}
