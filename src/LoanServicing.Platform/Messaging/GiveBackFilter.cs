using MassTransit;

namespace LoanServicing.Platform.Messaging;

/// <summary>The process stops before the fact is done; its queue gets it back.</summary>
internal sealed class GivenBackException(string message) : Exception(message);

/// <summary>
/// Ahead of MassTransit's error queue: what is given back leaves the receive pipe as an exception, which MassTransit answers with a negative
/// acknowledgement that puts the message back into its queue. Every other failure goes on to the error queue.
/// </summary>
internal sealed class GiveBackFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.Exception is GivenBackException
            ? Task.FromException(context.Exception)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
}
