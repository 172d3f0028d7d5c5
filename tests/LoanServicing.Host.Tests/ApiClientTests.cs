using LoanServicing.Host.Clients;

namespace LoanServicing.Host.Tests;

public sealed class ApiClientTests
{
    private static readonly Uri Address = new("http://127.0.0.1:5080");

    [Fact]
    public async Task GetAsync_NoAnswerInTime_IsAHostThatNoLongerAnswers()
    {
        using var http = new HttpClient(new NeverAnswers()) { BaseAddress = Address, Timeout = TimeSpan.FromMilliseconds(1) };

        await Assert.ThrowsAsync<HttpRequestException>(() => new ApiClient(http, "token").GetAsync("/loans", CancellationToken.None));
    }

    [Fact]
    public async Task GetAsync_CancelledByItsCaller_IsCancelled()
    {
        using var http = new HttpClient(new NeverAnswers()) { BaseAddress = Address };
        using var user = new CancellationTokenSource();
        var asked = new ApiClient(http, "token").GetAsync("/loans", user.Token);

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private sealed class NeverAnswers : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It never gets here.");
        }
    }
}
