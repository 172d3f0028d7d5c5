using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A process that is killed loses nothing that it answered, and does nothing twice.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_while_a_subscriber_is_about_to_commit_everything_is_delivered_after_the_restart()
    {
        var notes = new List<Guid>();
        using (var child = await ChildProcess.StartAsync(_folder.Path, Program.Stuck))
        {
            using var officer = await child.OfficerAsync();
            for (var i = 0; i < 20; i++)
            {
                notes.Add(await PostAsync(officer, $"{i}"));
            }

            Assert.Equal(Program.Stuck, await child.NextLineAsync());
            await child.KillAsync();
        }

        await AssertAllHeardOnceAsync(notes);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Killed_under_load_all_that_was_answered_is_delivered_once(int answersBeforeTheKill)
    {
        var notes = new ConcurrentQueue<Guid>();
        using (var child = await ChildProcess.StartAsync(_folder.Path))
        {
            using var officer = await child.OfficerAsync();
            var clients = Enumerable.Range(0, 16).Select(_ => PostUntilItDiesAsync(officer, notes)).ToList();
            await Eventually.TrueAsync(() => notes.Count >= answersBeforeTheKill, "enough has been answered");
            await child.KillAsync();
            await Task.WhenAll(clients);
        }

        await AssertAllHeardOnceAsync(notes);
    }

    [Fact]
    public async Task A_second_process_on_the_same_files_does_not_start()
    {
        using var first = await ChildProcess.StartAsync(_folder.Path);
        using var second = await ChildProcess.StartAsync(_folder.Path);

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("Another process is using", second.FirstLine, StringComparison.Ordinal);
        var here = Assert.Throws<StartupException>(() => SqliteDatabase.Open(_folder.Path, TestModules.BetaModule().Schema, SystemClock.Instance));
        Assert.Contains("beta.db", here.Message, StringComparison.Ordinal);

        await first.KillAsync(); // the operating system gives the lock back, however the process ended
        using var third = await ChildProcess.StartAsync(_folder.Path);
        Assert.StartsWith("http://", third.FirstLine, StringComparison.Ordinal);
    }

    private static async Task PostUntilItDiesAsync(HttpClient officer, ConcurrentQueue<Guid> notes)
    {
        try
        {
            while (true)
            {
                notes.Enqueue(await PostAsync(officer, "under load"));
            }
        }
        catch (HttpRequestException)
        {
            return; // the process is gone
        }
    }

    private static async Task<Guid> PostAsync(HttpClient officer, string text)
    {
        using var answer = await officer.PostAsJsonAsync("notes", new NoteRequest(text, 1));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<NoteAnswer>())!.NoteId;
    }

    private async Task AssertAllHeardOnceAsync(IReadOnlyCollection<Guid> answered)
    {
        await using var app = await TestApplication.StartAsync(
            [TestModules.AlphaModule(), TestModules.BetaModule()], new() { Folder = _folder.Path });
        var stored = await app.Database(TestModules.Alpha).ListAsync<Guid>("select id from note");
        await Eventually.TrueAsync(async () => await app.Database(TestModules.Alpha).CountAsync("delivery") == 0, "everything is delivered");
        var heard = (await app.Database(TestModules.Beta).HeardAsync()).Select(row => row.Key).ToList();

        Assert.Subset(stored.ToHashSet(), answered.ToHashSet()); // a note may have been stored without the answer getting out
        Assert.Equal(stored.Order(), heard.Order());
    }
}
