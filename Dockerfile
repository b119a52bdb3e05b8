# Builds the image with Docker alone. "mvn -Pimage package" makes the same image without Docker: docs/operate/install.md.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --no-transfer-progress -DskipTests -pl api -am package

FROM eclipse-temurin:21-jre
RUN useradd --uid 10001 touchline
WORKDIR /opt/touchline
# Libraries change seldom, the product often: two layers.
COPY --from=build /src/api/target/lib lib
COPY --from=build /src/api/target/touchline.jar touchline.jar
COPY --from=build /src/config.yml config.yml
USER touchline
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["java", "-cp", "touchline.jar", "touchline.api.HealthProbe"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-jar", "touchline.jar"]
CMD ["server", "config.yml"]
