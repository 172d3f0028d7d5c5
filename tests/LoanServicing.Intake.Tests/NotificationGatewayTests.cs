using System.Net;
using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Intake.Tests;

/// <summary>The service as it is started, with a gateway by configuration and without one.</summary>
public class NotificationGatewayTests
{
    private static readonly ServiceModule Neighbour = new("neighbour", typeof(IntakeHost).Assembly)
    {
        BusinessDateNotBefore = _ => Task.FromResult<NodaTime.LocalDate?>(null),
    };

    [StoreFact]
    public async Task A_text_reaches_the_gateway_and_is_shown_as_sent()
    {
        await using var gateway = await FakeSmsGateway.StartAsync();
        await using var app = await StartAsync(gateway.Url);

        await SubmitAsync(app);

        var sent = await StatusesAsync(app, "sent");
        var request = Assert.Single(gateway.Requests);
        Assert.Equal([(request.Id, "sent", request.Text)], sent.Select(told => (told.NotificationId, told.Status, told.Body)));
        Assert.Equal(("+989459209971", "Bearer k-1"), (request.To, request.Authorization));
    }

    [StoreFact]
    public async Task What_was_told_without_a_gateway_is_sent_by_the_process_that_has_one()
    {
        using var folder = new TestFolder();
        await using (var without = await StartAsync(null, folder))
        {
            await SubmitAsync(without);
            await StatusesAsync(without, "kept");
        }

        await using var gateway = await FakeSmsGateway.StartAsync();
        await using var app = await StartAsync(gateway.Url, folder);

        await StatusesAsync(app, "sent");
        Assert.Single(gateway.Requests);
    }

    [StoreFact]
    public async Task A_gateway_that_comes_back_gets_what_waited()
    {
        await using var gateway = await FakeSmsGateway.StartAsync();
        gateway.AnswerWith(503, "0");
        await using var app = await StartAsync(gateway.Url);
        await SubmitAsync(app);
        await Eventually.TrueAsync(() => gateway.Count > 1, "the gateway was asked twice");

        gateway.AnswerWith(202);

        await StatusesAsync(app, "sent");
        Assert.Single(gateway.Ids.Distinct());
    }

    [StoreFact]
    public async Task Texts_that_cannot_be_used_stop_the_start()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => TestApplication.StartAsync(
            [IntakeService.Module, Neighbour], new TestApplicationOptions { Settings = new() { ["Notifications:Templates"] = "/nowhere/texts.json" } }));

        Assert.StartsWith("Notifications:Templates /nowhere/texts.json cannot be read:", refusal.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Texts_are_english_where_the_setting_says_so()
    {
        await using var app = await TestApplication.StartAsync(
            [IntakeService.Module, Neighbour], new TestApplicationOptions { Settings = new() { ["Notifications:Language"] = "en" } });

        await SubmitAsync(app);

        Assert.StartsWith("Dear رضا سالاری, your application", Assert.Single(await Told.AllAsync(app.Database(IntakeService.Name))).Body, StringComparison.Ordinal);
    }

    private static Task<TestApplication> StartAsync(Uri? gateway, TestFolder? folder = null) => TestApplication.StartAsync(
        [IntakeService.Module, Neighbour],
        new TestApplicationOptions
        {
            Folder = folder?.Path,
            Settings = gateway is null ? [] : new() { ["Notifications:Gateway:Url"] = gateway.ToString(), ["Notifications:Gateway:Key"] = "k-1" },
            ConfigureServices = services => services.AddSingleton(new GatewayPace { Poll = TimeSpan.FromMilliseconds(20) }),
        });

    private static async Task SubmitAsync(TestApplication app) =>
        await (await app.Client("officer-1", Roles.Officer).SendAsync("applications", Bodies.Application())).ReadAsync(HttpStatusCode.Created);

    private static Task<List<Told>> StatusesAsync(TestApplication app, string status) => Eventually.ValueAsync(
        () => Told.AllAsync(app.Database(IntakeService.Name)), told => told.Count > 0 && told.TrueForAll(one => one.Status == status), $"all are {status}");
}
