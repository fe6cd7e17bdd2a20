using Dms.Predictive.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Dms.Predictive.Serving;

/// <summary>Builds the HTTP door: limits, routes, errors, description, figures.</summary>
internal static class WebDoor
{
    /// <summary>A builder with this host's limits and nothing from the surroundings.</summary>
    public static WebApplicationBuilder Builder(HostOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "dms" });
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Serving.Urls]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Serving.MaxBodyBytes;
        });
        Log(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddOpenApi("v1", ApiDescription.Configure);
        builder.Services.AddOpenTelemetry().WithMetrics(m => m
            .AddMeter(HostMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime").AddPrometheusExporter());
        return builder;
    }

    /// <summary>How log lines look.</summary>
    public static void Log(ILoggingBuilder logging) => logging
        .AddSimpleConsole(c =>
        {
            c.SingleLine = true;
            c.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            c.UseUtcTimestamp = true;
        })
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning);

    /// <summary>Builds the application with every route.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, HostContext host, AccessGate gate)
    {
        WebApplication app = builder.Build();
        ILogger log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Dms");
        app.Use((context, next) => GuardAsync(context, next, log));
        app.UseRouting();
        app.Use(gate.Invoke);
        app.Use(new RequestLimits(host.Options.Serving).Invoke);
        CancellationToken stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        HealthRoutes.Map(app, host);
        MarketRoutes.Map(app, host);
        AccountRoutes.Map(app, host);
        MarginRoutes.Map(app);
        OperationRoutes.Map(app, host);
        OverrideRoutes.Map(app, host);
        AuditRoutes.Map(app, host);
        StreamRoute.Map(app, host, stopping);
        PageRoutes.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(Access.Open);
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(Access.For(Roles.DataScientist, Roles.Operator));
        host.Metrics.Zero();
        return app;
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        context.Response.Headers["X-Content-Type-Options"] = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["X-Trace-Id"] = Problems.TraceOf(context);
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        try
        {
            await next(context).ConfigureAwait(false);
            await EmptyAnswerAsync(context).ConfigureAwait(false);
        }
        catch (RequestRefusedException e) when (!context.Response.HasStarted)
        {
            await Problems.WriteAsync(context, e.Status, e.Code, e.Message, e.Errors).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Problems.WriteAsync(context, e.StatusCode, "bad-request", "The request breaks the protocol or a limit of this host.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            HostLog.RequestFailed(log, e, context.Request.Method, context.Request.Path, Problems.TraceOf(context));
            await Problems.WriteAsync(context, 500, "internal", "The host could not answer. The trace id finds the cause in its log.").ConfigureAwait(false);
        }
    }

    // Routing answers unknown paths and methods with a bare status; give it a body.
    private static Task EmptyAnswerAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        return context.Response.StatusCode switch
        {
            404 => Problems.WriteAsync(context, 404, "unknown-route", "There is no such route. All routes stand in /openapi/v1.json."),
            405 => Problems.WriteAsync(context, 405, "method-not-allowed", "This route does not take this method. All routes stand in /openapi/v1.json."),
            415 => Problems.WriteAsync(context, 415, "content-type", "The body's content type must be application/json."),
            _ => Task.CompletedTask,
        };
    }
}
